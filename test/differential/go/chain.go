package main

import (
	"crypto/x509"
	"time"
)

// chain asks for a path from the first certificate to the root.
func chain(question Question) Answer {
	leaf, err := x509.ParseCertificate(question.Chain[0])
	if err != nil {
		return Answer{"rejected", "leaf: " + err.Error()}
	}
	root, err := x509.ParseCertificate(question.Root)
	if err != nil {
		return Answer{"rejected", "root: " + err.Error()}
	}
	roots := x509.NewCertPool()
	roots.AddCert(root)
	intermediates := x509.NewCertPool()
	unread := ""
	for _, der := range question.Chain[1:] {
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			unread = "; intermediate: " + err.Error()
			continue
		}
		intermediates.AddCert(certificate)
	}
	_, err = leaf.Verify(x509.VerifyOptions{
		DNSName:       question.Name,
		Roots:         roots,
		Intermediates: intermediates,
		CurrentTime:   time.Unix(question.Time, 0),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	})
	if err != nil {
		return Answer{"rejected", err.Error() + unread}
	}
	return Answer{"accepted", ""}
}
