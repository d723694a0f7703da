import { readFileSync, readdirSync } from 'node:fs';
import { it } from 'vitest';
import { injectDocument } from '/work/main/src/inject/inject-document';
import { WORKLOAD_KINDS } from '/work/main/src/inject/workload-kinds';
import { injectorOf } from '/work/main/test/inject/mesh-of';
it('x', () => {
  const t = (text: string) => { const r = injectDocument(text, {inject: injectorOf({coreDump:false})}, WORKLOAD_KINDS); console.log(r.text, JSON.stringify({...r, text: undefined})); 
   const back = injectDocument(r.text, 'revert', WORKLOAD_KINDS); console.log(back.text === text, back.text === text ? '' : back.text); const twice = injectDocument(r.text, {inject: injectorOf({coreDump:false})}, WORKLOAD_KINDS); console.log('twice', twice.text===r.text) };
  const R='/work/shared/istio-1.0/inject/';
  t(readFileSync(R+'list/input.yaml','utf8'));
  t(readFileSync(R+'cronjob/input.yaml','utf8'));
  t(readFileSync(R+'traffic-annotations-bad-excludeipranges/input.yaml','utf8'));
  t('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"b"}],"volumes":[]}}');
  t('{\n\t"apiVersion": "v1",\n\t"kind": "Pod",\n\t"metadata": null,\n\t"spec": {\n\t\t"containers": null\n}\n}\n');
});
