// The only module that loads the certificate library. The build makes lib/certificate-library.js of it, so that no
// other bundle contains the library and only `istio-remote cacerts` loads it. Its dependency injection needs the
// metadata of decorators first.
import 'reflect-metadata';

export {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
