// A peer over Go's crypto/tls. Data passes between TLS and standard input and output; what it negotiated and how a
// connection ended is told on standard error, a line each. The end of the input closes the connection in order.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"sync"
)

type config struct {
	Mode, Cert, Key, CA, Suite string
	Port                       int
	Mutual                     bool
	TLS13                      bool
	Groups                     []string
	Protocols                  []string
	SaveSession, UseSession    string
	OCSPResponse               string
}

var groups = map[string]tls.CurveID{"x25519": tls.X25519, "secp256r1": tls.CurveP256, "secp384r1": tls.CurveP384}

func main() {
	if os.Args[1] == "list" {
		for _, suite := range slices.Concat(tls.CipherSuites(), tls.InsecureCipherSuites()) {
			fmt.Println(suite.Name)
		}
		return
	}
	var c config
	check(json.Unmarshal([]byte(os.Args[1]), &c))
	if c.Mode == "server" {
		serve(c)
	} else {
		connect(c)
	}
}

func serve(c config) {
	settings := c.settings()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	tell("listening %d", listener.Addr().(*net.TCPAddr).Port)
	input := standardInput()
	for {
		raw, err := listener.Accept()
		check(err)
		converse(tls.Server(raw, settings), input)
	}
}

func connect(c config) {
	settings := c.settings()
	raw, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", c.Port))
	check(err)
	input := standardInput()
	converse(tls.Client(raw, settings), input)
}

// standardInput gives what comes on it in pieces, to whichever connection is open.
func standardInput() chan []byte {
	input := make(chan []byte)
	go func() {
		defer close(input)
		for {
			piece := make([]byte, 1<<16)
			n, err := os.Stdin.Read(piece)
			if n > 0 {
				input <- piece[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	return input
}

func converse(conn *tls.Conn, input chan []byte) {
	defer conn.Close()
	if err := conn.Handshake(); err != nil {
		tell("failed %v", err)
		return
	}
	state := conn.ConnectionState()
	client := ""
	if len(state.PeerCertificates) > 0 {
		client = state.PeerCertificates[0].Subject.CommonName
	}
	tell("connected suite=%s resumed=%t protocol=%s name=%s peer=%s ocsp=%x.",
		tls.CipherSuiteName(state.CipherSuite), state.DidResume, state.NegotiatedProtocol, state.ServerName, client,
		state.OCSPResponse)
	over := make(chan struct{})
	var writer sync.WaitGroup
	writer.Add(1)
	go func() {
		defer writer.Done()
		for {
			select {
			case <-over:
				return
			case piece, more := <-input:
				if !more {
					conn.CloseWrite()
					return
				}
				if _, err := conn.Write(piece); err != nil {
					return
				}
			}
		}
	}()
	_, err := io.Copy(os.Stdout, conn)
	close(over)
	writer.Wait()
	if err == nil {
		conn.Close()
		tell("closed")
	} else if errors.Is(err, io.ErrUnexpectedEOF) {
		tell("cut")
	} else {
		tell("failed %v", err)
	}
}

func (c config) settings() *tls.Config {
	pem, err := os.ReadFile(c.CA)
	check(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	settings := &tls.Config{
		RootCAs: roots, ClientCAs: roots, ServerName: "localhost", NextProtos: c.Protocols,
		MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12,
	}
	if c.TLS13 {
		settings.MinVersion, settings.MaxVersion = tls.VersionTLS13, tls.VersionTLS13
	} else {
		all := append(tls.CipherSuites(), tls.InsecureCipherSuites()...)
		i := slices.IndexFunc(all, func(s *tls.CipherSuite) bool { return s.Name == c.Suite })
		if i < 0 {
			tell("failed no suite %s", c.Suite)
			os.Exit(1)
		}
		settings.CipherSuites = []uint16{all[i].ID}
	}
	for _, name := range c.Groups {
		settings.CurvePreferences = append(settings.CurvePreferences, groups[name])
	}
	if c.Cert != "" {
		pair, err := tls.LoadX509KeyPair(c.Cert, c.Key)
		check(err)
		if c.OCSPResponse != "" {
			pair.OCSPStaple, err = os.ReadFile(c.OCSPResponse)
			check(err)
		}
		settings.Certificates = []tls.Certificate{pair}
	}
	if c.Mutual && c.Mode == "server" {
		settings.ClientAuth = tls.RequireAndVerifyClientCert
	}
	if c.SaveSession != "" || c.UseSession != "" {
		settings.ClientSessionCache = files{c.SaveSession, c.UseSession}
	}
	return settings
}

// files keeps a session in a file, so that another run can resume it.
type files struct{ save, use string }

type stored struct{ Ticket, State []byte }

func (f files) Put(_ string, session *tls.ClientSessionState) {
	if f.save == "" || session == nil {
		return
	}
	ticket, state, err := session.ResumptionState()
	check(err)
	bytes, err := state.Bytes()
	check(err)
	text, err := json.Marshal(stored{ticket, bytes})
	check(err)
	check(os.WriteFile(f.save, text, 0o600))
}

func (f files) Get(string) (*tls.ClientSessionState, bool) {
	if f.use == "" {
		return nil, false
	}
	text, err := os.ReadFile(f.use)
	check(err)
	var s stored
	check(json.Unmarshal(text, &s))
	state, err := tls.ParseSessionState(s.State)
	check(err)
	session, err := tls.NewResumptionState(s.Ticket, state)
	check(err)
	return session, true
}

func tell(format string, values ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", values...)
}

func check(err error) {
	if err != nil {
		tell("failed %v", err)
		os.Exit(1)
	}
}
