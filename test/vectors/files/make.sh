#!/bin/sh
# Makes the files beside this script: what people have, as OpenSSL 3.0, keytool, ssh-keygen and GnuPG write it.
# Runs in an empty directory. The keys protect nothing.
set -eu
ec='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
openssl req -x509 $ec -keyout ca.key -out ca.pem -days 9000 -subj "/O=Example/CN=Files Root"
openssl req $ec -keyout pkcs8.key -out request.pem -subj "/O=Example/CN=files.example" \
  -addext subjectAltName=DNS:files.example,IP:192.0.2.7
printf '%s\n' subjectAltName=DNS:files.example,IP:192.0.2.7 extendedKeyUsage=serverAuth tlsfeature=status_request \
  authorityInfoAccess='OCSP;URI:http://ocsp.example/,caIssuers;URI:http://ca.example/root.cer' \
  crlDistributionPoints=URI:http://crl.example/root.crl > extensions
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -set_serial 0x1234 -days 9000 -extfile extensions -out leaf.pem
openssl x509 -in leaf.pem -outform DER -out leaf.der
openssl x509 -in leaf.pem -trustout -addtrust serverAuth -out trusted.pem
openssl ec -in pkcs8.key -out sec1.key
openssl ec -in pkcs8.key -aes128 -passout pass:secret -out encrypted-old.key
openssl pkcs8 -topk8 -in pkcs8.key -passout pass:secret -out encrypted.key
openssl pkcs8 -topk8 -in pkcs8.key -passout pass:secret -outform DER -out encrypted-key.der
openssl genrsa -traditional -out pkcs1.key 512
openssl ec -in pkcs8.key -pubout -out public.pem
openssl pkcs12 -export -in leaf.pem -inkey pkcs8.key -passout pass:secret -out store.p12
printf '[ca]\ndefault_ca=it\n[it]\ndatabase=index\ncrlnumber=number\ndefault_md=sha256\ndefault_crl_days=9000\ncrl_extensions=x\n[x]\nauthorityKeyIdentifier=keyid\n' > config
printf 'R\t511231235959Z\t261101000000Z,keyCompromise\t99\tunknown\t/CN=revoked\n' > index
echo 01 > number
openssl ca -gencrl -config config -cert ca.pem -keyfile ca.key -out list.crl
openssl crl2pkcs7 -in list.crl -certfile leaf.pem -certfile ca.pem -out chain.p7b
openssl req -x509 -newkey rsa:1024 -nodes -keyout unused -out rsa.pem -subj /CN=rsa
openssl smime -encrypt -in config -outform DER -out envelope.p7 -aes128 rsa.pem
openssl ocsp -issuer ca.pem -cert leaf.pem -reqout request.ocsp -no_nonce
openssl ocsp -index index -rsigner ca.pem -rkey ca.key -CA ca.pem -reqin request.ocsp -respout response.ocsp -ndays 9000
keytool -importcert -noprompt -alias ca -file ca.pem -keystore store.jks -storetype JKS -storepass secret
ssh-keygen -q -t ed25519 -N '' -C files -f openssh.key
GNUPGHOME=$(mktemp -d); export GNUPGHOME
gpg --batch --passphrase '' --quick-gen-key files ed25519 sign never
gpg --armor --export files > openpgp.asc
gpgconf --kill gpg-agent
rm -rf "$GNUPGHOME" ca.key extensions config index index.* number* rsa.pem unused
