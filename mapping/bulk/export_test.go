package bulk

// SendingTime is for tests of counts that no run of a test comes to.
var SendingTime = sendingTime
