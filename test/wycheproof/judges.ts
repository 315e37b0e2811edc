/** Which judge a vector has, by the kind of its group. */
import { ecdhKey, ecdhPoint, mldsa, mlkem, mlkemEncapsulation, mlkemKey, xdh } from './agreement.ts';
import { aead, cbc, hkdf, mac } from './ciphers.ts';
import { decrypted, ecdsa, eddsa, rsaPkcs1, rsaPss, signed } from './signatures.ts';
import { type Judgement, type Vector, wrong } from './vectors.ts';

const judges: Readonly<Record<string, (vector: Vector) => Judgement>> = {
  AeadTest: aead,
  IndCpaTest: cbc,
  MacTest: mac,
  HkdfTest: hkdf,
  EcdhEcpointTest: ecdhPoint,
  EcdhTest: ecdhKey,
  XdhComp: xdh,
  MLKEMTest: mlkem,
  MLKEMKeyGen: mlkemKey,
  MLKEMEncapsTest: mlkemEncapsulation,
  EcdsaVerify: ecdsa,
  EddsaVerify: eddsa,
  RsassaPkcs1Verify: rsaPkcs1,
  RsassaPssVerify: rsaPss,
  RsassaPkcs1Generate: signed,
  RsaesPkcs1Decrypt: decrypted,
  MlDsaVerify: mldsa,
};

/** An exception is no answer: it is wrong, and so is a kind of vector that nobody judges. */
export function judge(vector: Vector): Judgement {
  const judged = judges[vector.type];
  if (judged === undefined) return wrong(`nobody judges ${vector.type}`);
  try {
    return judged(vector);
  } catch (error) {
    return wrong(`no answer, but ${String(error)}`);
  }
}
