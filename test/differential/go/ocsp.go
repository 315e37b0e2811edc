package main

import (
	"crypto/x509"

	"golang.org/x/crypto/ocsp"
)

// status asks what an OCSP response says of the first certificate; times are left to the caller.
func status(question Question) Answer {
	leaf, err := x509.ParseCertificate(question.Chain[0])
	if err != nil {
		return Answer{"unknown", "leaf: " + err.Error()}
	}
	root, err := x509.ParseCertificate(question.Root)
	if err != nil {
		return Answer{"unknown", "root: " + err.Error()}
	}
	response, err := ocsp.ParseResponseForCert(question.Status, leaf, root)
	if err != nil {
		return Answer{"unknown", err.Error()}
	}
	switch response.Status {
	case ocsp.Good:
		return Answer{"good", ""}
	case ocsp.Revoked:
		return Answer{"revoked", ""}
	}
	return Answer{"unknown", "unknown"}
}
