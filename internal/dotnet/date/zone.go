package date

// maxOffset is the largest offset from UTC that .NET accepts, in minutes.
const maxOffset = 14 * 60

// zone is the offset from UTC in a text, if it has one.
type zone struct {
	set     bool
	utc     bool // written as Z or GMT, which RoundtripKind distinguishes from +00:00
	minutes int32
}

// resolve converts a clock reading in the zone to a DateTime on a server whose zone is UTC. AssumeLocal and
// AssumeUniversal apply to texts without an offset only. With AdjustToUniversal the kind is UTC; otherwise a converted
// reading is Local, because .NET converts to the server's zone, except that RoundtripKind keeps UTC.
func (z zone) resolve(ticks int64, styles Styles) (DateTime, Reason) {
	if z.minutes < -maxOffset || z.minutes > maxOffset {
		return DateTime{}, OffsetTooLarge
	}
	// The cases that fall through have the offset zero. They go on for the kind at the end: UTC with AdjustToUniversal, and
	// Local without.
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
		// In .NET this wrap is meant for times without a date, which it once put on 0001-01-01. A date of 0001-01-01
		// wraps too.
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
