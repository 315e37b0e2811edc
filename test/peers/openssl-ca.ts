/**
 * A CA that OpenSSL keeps: `openssl ca` with its index, its CRLs, and `openssl ocsp` as its responder. Files are named after
 * who they belong to: NAME.pem, NAME.key.
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PeerProcess, run } from './process.ts';

/** Extensions, in the words of OpenSSL's configuration. */
export type Words = Readonly<Record<string, string>>;

const caWords: Words = {
  basicConstraints: 'critical,CA:true',
  keyUsage: 'critical,keyCertSign,cRLSign',
  subjectKeyIdentifier: 'hash',
};
const leafWords: Words = {
  basicConstraints: 'critical,CA:false',
  keyUsage: 'critical,digitalSignature',
  extendedKeyUsage: 'serverAuth',
  subjectAltName: 'DNS:localhost',
  authorityKeyIdentifier: 'keyid',
};
const delegateWords: Words = {
  basicConstraints: 'critical,CA:false',
  keyUsage: 'critical,digitalSignature',
  extendedKeyUsage: 'OCSPSigning',
  noCheck: 'null',
  authorityKeyIdentifier: 'keyid',
};

export class OpensslCa {
  private constructor(
    readonly directory: string,
    readonly name: string,
  ) {}

  /** @param issuer who certifies it; itself when absent */
  static async make(
    directory: string,
    name: string,
    issuer?: OpensslCa,
    words: Words = {},
  ): Promise<OpensslCa> {
    const ca = new OpensslCa(join(directory, name), name);
    await mkdir(ca.directory);
    await writeFile(ca.path('index'), '');
    await writeFile(ca.path('empty'), '');
    await writeFile(ca.path('crlnumber'), '01');
    const all = { ...caWords, ...words, ...(issuer && { authorityKeyIdentifier: 'keyid' }) };
    if (issuer) {
      await issuer.issue(name, all);
      for (const end of ['pem', 'key'])
        await copyFile(issuer.path(`${name}.${end}`), ca.path(`${name}.${end}`));
    } else {
      await writeFile(ca.path('self.cnf'), sections(ca, all));
      await ca.#openssl(
        `req -x509 ${newKey} -days 30 -subj /CN=${name} -keyout ${name}.key -out ${name}.pem -config self.cnf -extensions words`,
      );
    }
    return ca;
  }

  get pem(): string {
    return this.path(`${this.name}.pem`);
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  /** A certificate for localhost, unless the words say otherwise. */
  async issue(subject: string, words: Words = {}): Promise<{ readonly cert: string; readonly key: string }> {
    const { name } = this;
    await writeFile(
      this.path(`${subject}.cnf`),
      sections(this, words['basicConstraints'] ? words : { ...leafWords, ...words }),
    );
    await this.#openssl(
      `req ${newKey} -subj /CN=${subject} -keyout ${subject}.key -out ${subject}.csr -config ${subject}.cnf`,
    );
    await this.#openssl(
      `ca -batch -notext -config ${subject}.cnf -extensions words -in ${subject}.csr -out ${subject}.pem -cert ${name}.pem -keyfile ${name}.key -days 20`,
    );
    return { cert: this.path(`${subject}.pem`), key: this.path(`${subject}.key`) };
  }

  /** Who may answer for the CA, and only that. */
  delegate(subject: string): Promise<{ readonly cert: string; readonly key: string }> {
    return this.issue(subject, delegateWords);
  }

  async revoke(subject: string): Promise<void> {
    await this.#keep(`-revoke ${subject}.pem -crl_reason keyCompromise`);
  }

  /** The list as it stands now: PEM, and the same in DER. */
  async crl(): Promise<{ readonly pem: string; readonly der: Buffer }> {
    const { name } = this;
    await this.#keep(`-gencrl -crldays 7 -out ${name}.crl`);
    await this.#openssl(`crl -in ${name}.crl -outform DER -out ${name}.crl.der`);
    return { pem: this.path(`${name}.crl`), der: await readFile(this.path(`${name}.crl.der`)) };
  }

  /** A response about a certificate, as a file for `-status_file`. */
  async response(subject: string, signer = this.name): Promise<string> {
    const [request, response] = [`${subject}.ocsp-request`, `${subject}.ocsp`];
    await this.#openssl(`ocsp -issuer ${this.name}.pem -cert ${subject}.pem -no_nonce -reqout ${request}`);
    await this.#openssl(`ocsp ${this.#answering(signer)} -reqin ${request} -respout ${response}`);
    return this.path(response);
  }

  /** `openssl ocsp`, which knows the certificates that are in the index now. */
  async responder(port: number, signer = this.name, index = 'index'): Promise<void> {
    const args = ['ocsp', '-port', `${port}`, ...this.#answering(signer, index).split(' ')];
    await new PeerProcess('openssl', args, this.directory).complains(/waiting for OCSP client/);
  }

  #answering(signer: string, index = 'index'): string {
    return `-index ${index} -CA ${this.name}.pem -rsigner ${signer}.pem -rkey ${signer}.key -ndays 1`;
  }

  async #keep(what: string): Promise<void> {
    await writeFile(this.path('ca.cnf'), sections(this, {}));
    await this.#openssl(`ca -config ca.cnf -cert ${this.name}.pem -keyfile ${this.name}.key ${what}`);
  }

  #openssl(line: string): Promise<unknown> {
    return run('openssl', line.split(' '), { cwd: this.directory });
  }
}

const newKey = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';

const sections = ({ directory }: OpensslCa, words: Words): string =>
  [
    ...['[req]', 'distinguished_name = name', '[name]', '[ca]', 'default_ca = here', '[here]'],
    ...['database = index', `new_certs_dir = ${directory}`, 'default_md = sha256', 'rand_serial = yes'],
    ...['policy = any', 'unique_subject = no', 'crlnumber = crlnumber', 'crl_extensions = list'],
    ...['[any]', 'commonName = supplied', '[list]', 'authorityKeyIdentifier = keyid', '[words]'],
    ...Object.entries(words).map(([key, value]) => `${key} = ${value}`),
    '',
  ].join('\n');
