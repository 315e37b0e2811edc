/**
 * Certificate policies along a path (RFC 5280 sections 6.1.2 to 6.1.5, in the form that RFC 9618 gives them).
 *
 * The policies that hold are a graph: at each depth one node for each policy, with its parents above. The tree of
 * RFC 5280 was rejected, since mappings make it exponential (CVE-2023-0464); the graph has no more nodes and edges than the
 * certificates have policies and mappings. It is not pruned: only the last depth decides what holds, and what led to it is
 * found by walking back. The constraints in an anchor's certificate count, its policies, which few roots have, do not.
 */

import { say, type Words } from '../../wire/words.ts';
import { type Certificate, isSelfIssued } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { oidName, oids } from '../certificate/oids.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { type Check, failed, passed } from '../verdict.ts';
import type { Requirements } from './requirements.ts';

/**
 * A check for the path, on the certificate where it failed; none if nothing on the path requires policies.
 *
 * @param anchored the last certificate is the trust anchor's own
 */
export function checkPolicies(
  path: readonly Certificate[],
  anchored: boolean,
  requirements: Requirements,
): Check[] {
  const anchor = anchored && path.length > 1 ? path.at(-1) : undefined;
  const asks = ({ extensions }: Certificate) => extensions.policyConstraints ?? extensions.policyMappings;
  if (!requirements.userInitialPolicySet && !path.some(asks)) return [];
  const below = anchor ? path.slice(0, -1) : path;
  const { broken, policies } = new PolicyState(below, anchor, requirements.userInitialPolicySet).run();
  const rfc = 'RFC 5280 section 6.1.5 (g)';
  const looked = (lowest: number) => {
    const found = path.flatMap(({ extensions }, i) =>
      i < lowest
        ? []
        : fieldsOf(path, i, ...speakOfPolicies.filter((name) => extensions[name] !== undefined)),
    );
    return found.length > 0 ? found : fieldsOf(path, lowest, 'certificatePolicies');
  };
  if (!broken) {
    const detail = () => (policies.length > 0 ? policies.map(shown).join(', ') : 'none is required');
    return [passed('policy', rfc, 0, detail, () => looked(0))];
  }
  const { certificate, why } = broken;
  const detail = `${called(path[certificate]!)} ${why}`;
  return [failed('policy', rfc, certificate, 'policy', detail, () => looked(certificate))];
}

const speakOfPolicies = [
  'certificatePolicies',
  'policyMappings',
  'policyConstraints',
  'inhibitAnyPolicy',
] as const;

interface Outcome {
  /** Where it failed, as a place on the path, and why; undefined if it passed. */
  readonly broken?: { readonly certificate: number; readonly why: Words };
  /** The policies that hold, as the certificate next to the anchor calls them. */
  readonly policies: readonly string[];
}

interface Node {
  readonly policy: string;
  readonly parents: readonly Node[];
  /** Which policies of the next certificate continue this one. */
  expected: readonly string[];
}
/** The nodes of one depth by policy. Empty: no policy holds. */
type Depth = Map<string, Node>;

const { anyPolicy } = oids;
const shown = (policy: string): string => oidName(policy) ?? policy;

class PolicyState {
  readonly #path: readonly Certificate[];
  readonly #wanted: readonly string[] | undefined;
  #depth: Depth = new Map([[anyPolicy, { policy: anyPolicy, parents: [], expected: [anyPolicy] }]]);
  /** How many certificates may still come before a policy is required, mappings and anyPolicy are ignored. */
  #explicitPolicy: number;
  #policyMapping: number;
  #inhibitAnyPolicy: number;

  constructor(
    path: readonly Certificate[],
    anchor: Certificate | undefined,
    wanted: readonly string[] | undefined,
  ) {
    this.#path = path;
    this.#wanted = wanted;
    // RFC 5280 section 6.1.2 (d) to (f)
    this.#explicitPolicy = wanted ? 0 : path.length + 1;
    this.#policyMapping = path.length + 1;
    this.#inhibitAnyPolicy = path.length + 1;
    if (anchor) this.#constrain(anchor);
  }

  run(): Outcome {
    for (let index = this.#path.length - 1; index >= 0; index--) {
      const certificate = this.#path[index]!;
      this.#descend(certificate, this.#inhibitAnyPolicy > 0 || (index > 0 && isSelfIssued(certificate)));
      // RFC 5280 section 6.1.3 (f)
      if (this.#explicitPolicy === 0 && this.#depth.size === 0) return this.#nothingHolds(index);
      if (index === 0) break;
      // RFC 5280 section 6.1.4 (a)
      const { policyMappings = [] } = certificate.extensions;
      if (policyMappings.some((each) => Object.values(each).includes(anyPolicy))) {
        return {
          broken: { certificate: index, why: 'maps anyPolicy, which stands for itself' },
          policies: [],
        };
      }
      this.#map(policyMappings);
      if (!isSelfIssued(certificate)) this.#countDown();
      this.#constrain(certificate);
    }
    return this.#wrapUp();
  }

  /** RFC 9618 section 5.3 (d) and (e): from the depth above to that of this certificate. */
  #descend({ extensions: { certificatePolicies = [] } }: Certificate, takesAny: boolean): void {
    const above = new Map<string, Node[]>();
    for (const node of this.#depth.values()) {
      for (const policy of node.expected) {
        const same = above.get(policy);
        if (same) same.push(node);
        else above.set(policy, [node]);
      }
    }
    const depth: Depth = new Map();
    const add = (policy: string, parents: readonly Node[]) =>
      depth.set(policy, { policy, parents, expected: [policy] });
    const policies = new Set(certificatePolicies.map(({ policyIdentifier }) => policyIdentifier));
    for (const policy of policies) {
      const parents = above.get(policy) ?? above.get(anyPolicy);
      if (policy !== anyPolicy && parents) add(policy, parents);
    }
    if (policies.has(anyPolicy) && takesAny) {
      for (const [policy, parents] of above) if (!depth.has(policy)) add(policy, parents);
    }
    this.#depth = depth;
  }

  /** RFC 9618 section 5.4 (b) */
  #map(mappings: NonNullable<Certificate['extensions']['policyMappings']>): void {
    const subjects = new Map<string, string[]>();
    for (const { issuerDomainPolicy: from, subjectDomainPolicy: to } of mappings) {
      const same = subjects.get(from);
      if (same) same.push(to);
      else subjects.set(from, [to]);
    }
    const any = this.#depth.get(anyPolicy);
    for (const [policy, list] of subjects) {
      const expected = [...new Set(list)];
      const node = this.#depth.get(policy);
      if (this.#policyMapping === 0) this.#depth.delete(policy);
      else if (node) node.expected = expected;
      else if (any) this.#depth.set(policy, { policy, parents: any.parents, expected });
    }
  }

  /** RFC 5280 section 6.1.4 (h) */
  #countDown(): void {
    this.#explicitPolicy = Math.max(0, this.#explicitPolicy - 1);
    this.#policyMapping = Math.max(0, this.#policyMapping - 1);
    this.#inhibitAnyPolicy = Math.max(0, this.#inhibitAnyPolicy - 1);
  }

  /** RFC 5280 section 6.1.4 (i) and (j) */
  #constrain({ extensions: { policyConstraints, inhibitAnyPolicy = Infinity } }: Certificate): void {
    const { requireExplicitPolicy = Infinity, inhibitPolicyMapping = Infinity } = policyConstraints ?? {};
    this.#explicitPolicy = Math.min(this.#explicitPolicy, requireExplicitPolicy);
    this.#policyMapping = Math.min(this.#policyMapping, inhibitPolicyMapping);
    this.#inhibitAnyPolicy = Math.min(this.#inhibitAnyPolicy, inhibitAnyPolicy);
  }

  /** RFC 5280 section 6.1.1 (c): anyPolicy means that any will do. */
  get #wantsAny(): boolean {
    return this.#wanted?.includes(anyPolicy) ?? true;
  }

  /** RFC 5280 section 6.1.5 (a), (b) and (g) */
  #wrapUp(): Outcome {
    const isAsked = this.#path[0]!.extensions.policyConstraints?.requireExplicitPolicy === 0;
    const required = isAsked || this.#explicitPolicy <= 1;
    const policies = this.#atTheTop();
    const holds = policies.filter(
      (policy) => this.#wantsAny || policy === anyPolicy || this.#wanted!.includes(policy),
    );
    return required && holds.length === 0 ? this.#nothingHolds(0) : { policies: holds };
  }

  /** The policies of the last depth as the first depth calls them: RFC 9618 section 5.5 (g), the authority's. */
  #atTheTop(): string[] {
    const found = new Set<string>();
    const seen = new Set<Node>();
    const open = [...this.#depth.values()];
    if (this.#depth.has(anyPolicy)) found.add(anyPolicy);
    for (let node = open.pop(); node; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      if (node.policy !== anyPolicy && node.parents.some(({ policy }) => policy === anyPolicy)) {
        found.add(node.policy);
      }
      for (const parent of node.parents) open.push(parent);
    }
    return [...found];
  }

  #nothingHolds(certificate: number): Outcome {
    const why = this.#wantsAny
      ? 'needs a policy that holds along the whole path, and none does'
      : say`needs a policy that holds along the whole path, and none of ${this.#wanted!.map(shown).join(', ')} does`;
    return {
      broken: { certificate, why },
      policies: [],
    };
  }
}
