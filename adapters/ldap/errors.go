package ldap

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	ber "github.com/go-asn1-ber/asn1-ber"
	goldap "github.com/go-ldap/ldap/v3"

	"github.com/attrmap/attrmap/expr/diag"
)

var errClosed error = permanentError{errors.New("the directory has been closed")}

// permanentError is one that the same request would have again.
type permanentError struct{ error }

func (e permanentError) Unwrap() error { return e.error }

// refusalError is that of a message that is not accepted, and would not be if it was sent again.
type refusalError struct{ error }

func (e refusalError) Unwrap() error { return e.error }

// unanswerable returns the error of a question that the directory cannot answer, whoever asks.
func unanswerable(format string, args ...any) error {
	return permanentError{diag.Errorf(format, args...)}
}

func refusal(format string, args ...any) error { return refusalError{diag.Errorf(format, args...)} }

func isRefusal(err error) bool {
	_, is := err.(refusalError) //nolint:errorlint // it is returned as it is
	return is
}

// handshakeError is that of a server whose certificate or TLS is not accepted.
type handshakeError struct{ error }

func (e handshakeError) Unwrap() error { return e.error }

// timeoutError is that of a request that the server has not answered in time.
type timeoutError struct{ after time.Duration }

func (e timeoutError) Error() string { return "no answer within " + e.after.String() }

// attemptsError is the last error of several attempts.
type attemptsError struct {
	error
	attempts int
}

func (e attemptsError) Unwrap() error { return e.error }

// referralError is that of an answer that is, or a part of which is, in another directory.
type referralError struct{ to []string }

func (e referralError) Error() string { return e.message().String() }

func (e referralError) message() diag.Message {
	const most = 3
	var quoted []string
	for _, url := range e.to[:min(len(e.to), most)] {
		quoted = append(quoted, string(diag.Quote(url)))
	}
	return diag.Messagef("the answer is in another directory, which is not asked: %s; name that server, or a base that this one has, or skip references",
		diag.Quoted(strings.Join(quoted, ", ")))
}

// serverError is an error in words. Its message says which parts may have values, so that they can be hidden.
type serverError struct {
	message diag.Message
	cause   error
}

func (e *serverError) Error() string { return e.message.String() }

// Sentence returns the message.
func (e *serverError) Sentence() diag.Message { return e.message }

func (e *serverError) Unwrap() error { return e.cause }

// explain returns the error of a request in words, with the server and what to do about it. The end of a context is returned as it is.
func (d *Directory) explain(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var explained *serverError
	if errors.As(err, &explained) {
		return err
	}
	message := inWords(err)
	if tried := (attemptsError{}); errors.As(err, &tried) && tried.attempts > 1 {
		message = diag.Messagef("%s, after %d attempts", message, tried.attempts)
	}
	return &serverError{diag.Messagef("%s: %s", diag.Name(d.address.String()), message), err}
}

// remedies says what to do about results (RFC 4511, Appendix A).
var remedies = map[int]string{
	goldap.LDAPResultOperationsError:              "; Active Directory answers so without credentials",
	goldap.LDAPResultTimeLimitExceeded:            "; let the server index the attribute, or raise its limit",
	goldap.LDAPResultSizeLimitExceeded:            "; more objects have the value than the server returns: check that it is unique, or raise the limit",
	goldap.LDAPResultStrongAuthRequired:           "; use ldaps or StartTLS",
	goldap.LDAPResultAdminLimitExceeded:           "; let the server index the attribute, or raise its limit",
	goldap.LDAPResultUnavailableCriticalExtension: "; the server does not know what is asked of it",
	goldap.LDAPResultConfidentialityRequired:      "; use ldaps or StartTLS",
	goldap.LDAPResultNoSuchObject:                 "; check the base, a distinguished name such as DC=contoso,DC=com",
	goldap.LDAPResultInvalidDNSyntax:              "; check the base, a distinguished name such as DC=contoso,DC=com",
	goldap.LDAPResultInvalidCredentials:           "; check the name and the password",
	goldap.LDAPResultInsufficientAccessRights:     "; the account needs the right to read",
	goldap.LDAPResultBusy:                         "; try again later, with fewer connections",
	goldap.LDAPResultUnavailable:                  "; try again later",
	goldap.LDAPResultInappropriateAuthentication:  "; check the name and the password",
	goldap.LDAPResultAuthMethodNotSupported:       "; use ldaps or StartTLS",
	goldap.LDAPResultInappropriateMatching:        "; the server cannot look for the attribute",
	goldap.LDAPResultUndefinedAttributeType:       "; the server does not know the attribute",
}

// inWords returns what an error says. What a server says may have values; addresses and certificates have none.
func inWords(err error) diag.Message {
	var (
		handshake   handshakeError
		elsewhere   referralError
		refused     refusalError
		permanent   permanentError
		late        timeoutError
		network     *net.OpError
		host        x509.HostnameError
		certificate *tls.CertificateVerificationError
		ldapError   *goldap.Error
	)
	switch code := resultCode(err); {
	case errors.As(err, &elsewhere):
		return elsewhere.message()
	case code == goldap.LDAPResultReferral:
		return referralError{referrals(err)}.message()
	case code > 0 && errors.As(err, &ldapError):
		message := diag.Messagef("the server refuses the request with %d (%s)%s", code, diag.Plain(goldap.LDAPResultCodeMap[ldapError.ResultCode]), diag.Plain(remedies[code]))
		if said := strings.TrimRight(ldapError.Err.Error(), "\x00\n "); said != "" && said != "<nil>" {
			message = diag.Messagef("%s; it says %s", message, diag.Quote(said))
		}
		return message
	case errors.As(err, &host), errors.As(err, &certificate):
		return diag.Messagef("the server's certificate is not accepted: %s; name the authority that has signed it, or connect by a name that it has", diag.Plain(err.Error()))
	case errors.As(err, &handshake):
		return diag.Messagef("no encrypted connection: %s; check the port, and ldaps against StartTLS", diag.Plain(err.Error()))
	case errors.As(err, &refused):
		return diag.Messagef("%s", refused.error)
	case errors.As(err, &permanent):
		return diag.Messagef("%s", permanent.error)
	case errors.As(err, &late):
		return diag.Messagef("%s; check the network, or raise the timeout", diag.Plain(late.Error()))
	case errors.Is(err, syscall.ECONNREFUSED):
		return diag.Messagef("nobody answers there; check the host and the port: %s", diag.Plain(err.Error()))
	case errors.As(err, &network):
		return diag.Messagef("%s", diag.Plain(network.Error()))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return diag.Messagef("the answer breaks off")
	}
	return diag.Messagef("the connection was lost before the answer was complete: %s", diag.Plain(err.Error()))
}

// referrals returns the URLs of a result that is in another directory (RFC 4511, 4.1.10).
func referrals(err error) (urls []string) {
	var e *goldap.Error
	if !errors.As(err, &e) || e.Packet == nil || len(e.Packet.Children) < 2 {
		return nil
	}
	const referral = 3 // [3] of the result
	for _, part := range e.Packet.Children[1].Children {
		if part.ClassType != ber.ClassContext || part.Tag != referral {
			continue
		}
		for _, url := range part.Children {
			urls = append(urls, string(url.ByteValue))
		}
	}
	return urls
}
