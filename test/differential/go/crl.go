package main

import (
	"crypto/x509"
)

// crl asks whether a list names the first certificate: it says nothing of times, scope or extensions, which Go leaves to
// its caller.
func crl(question Question) Answer {
	leaf, err := x509.ParseCertificate(question.Chain[0])
	if err != nil {
		return Answer{"unknown", "leaf: " + err.Error()}
	}
	root, err := x509.ParseCertificate(question.Root)
	if err != nil {
		return Answer{"unknown", "root: " + err.Error()}
	}
	list, err := x509.ParseRevocationList(question.Status)
	if err != nil {
		return Answer{"unknown", "parse: " + err.Error()}
	}
	if err := list.CheckSignatureFrom(root); err != nil {
		return Answer{"unknown", "signature: " + err.Error()}
	}
	for _, entry := range list.RevokedCertificateEntries {
		if entry.SerialNumber.Cmp(leaf.SerialNumber) == 0 {
			return Answer{"revoked", ""}
		}
	}
	return Answer{"good", ""}
}
