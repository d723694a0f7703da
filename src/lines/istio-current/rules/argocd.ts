import { EXCLUSIONS_FILE } from '../../../add-ons/argocd/resource-exclusions';
import { type Path, type Problem, relyingOn, warningAt } from '../../../problem';
import { dnsNameOf, type IstiodAddress } from '../istiod-address';
import type { MeshCurrent } from '../mesh';

/** Argo CD 3 leaves EndpointSlices out by default and still says Synced (argo-cd#25783). */
export function argoCdAppliesEndpointSlices({ argocd, primary, remotes }: MeshCurrent): Problem[] {
  if (argocd === undefined || argocd.appliesEndpoints) return [];
  const places: [IstiodAddress, Path][] = remotes.flatMap(
    ({ istiodAddress }, index): [IstiodAddress, Path][] =>
      istiodAddress === undefined ? [] : [[istiodAddress, ['remotes', index, 'istiodAddress']]],
  );
  if (remotes.some(({ istiodAddress }) => istiodAddress === undefined))
    places.unshift([primary.addresses.istiod, ['primary', 'addresses', 'istiod']]);
  return places
    .filter(([address]) => dnsNameOf(address) === undefined)
    .map(([, path]) =>
      relyingOn(
        warningAt(
          path,
          `for an IP address the Service istiod has an EndpointSlice, which Argo CD 3 by default leaves out and still says Synced, and no sidecar finds istiod`,
          `Patch Argo CD with argocd/${EXCLUSIONS_FILE} of the output and set argocd.appliesEndpoints: true, or write a DNS name`,
        ),
        ['argocd', 'appliesEndpoints'],
      ),
    );
}
