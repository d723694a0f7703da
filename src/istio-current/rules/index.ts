export { kubernetesRunsCurrentIstio } from './kubernetes';
