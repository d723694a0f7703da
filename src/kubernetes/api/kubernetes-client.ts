// The only module that loads the Kubernetes client. The build makes lib/kubernetes-client.js of it, so that no other
// bundle holds it and only the commands for live clusters load it.
export { KubeConfig } from '@kubernetes/client-node';
