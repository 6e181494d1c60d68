package date

// maxOffset is the largest offset from UTC that .NET takes, in minutes.
const maxOffset = 14 * 60

// zone is what a text says about its offset from UTC.
type zone struct {
	set     bool
	utc     bool // said by Z or GMT, which RoundtripKind keeps apart from +00:00
	minutes int32
}

// resolve turns a clock reading in that zone into a DateTime on a server whose zone is UTC.
func (z zone) resolve(ticks int64, styles Styles) (DateTime, Reason) {
	if z.minutes < -maxOffset || z.minutes > maxOffset {
		return DateTime{}, OffsetTooLarge
	}
	if !z.set {
		switch {
		case styles&AssumeLocal != 0:
			if styles&AdjustToUniversal == 0 {
				return pack(ticks, Local), NoReason
			}
		case styles&AssumeUniversal != 0:
			if styles&AdjustToUniversal != 0 {
				return pack(ticks, UTC), NoReason
			}
		default:
			return pack(ticks, Unspecified), NoReason
		}
	}
	if styles&RoundtripKind != 0 && z.utc {
		return pack(ticks, UTC), NoReason
	}
	ticks -= int64(z.minutes) * ticksPerMinute
	if ticks < 0 {
		// Meant for times without a date, which .NET once kept on 0001-01-01; a real 0001-01-01 wraps as well.
		ticks += ticksPerDay
	}
	if ticks > MaxTicks {
		return DateTime{}, OutOfRange
	}
	if styles&AdjustToUniversal != 0 {
		return pack(ticks, UTC), NoReason
	}
	return pack(ticks, Local), NoReason
}
