package delta

// Hold makes stores keep so many bytes in memory.
func (o *Options) Hold(bytes int) { o.held = bytes }
