import { drawFromTheStart, randomBytes } from '../seed';
import * as plant from './planted';

// Several test files share this module, so its random values must not depend on what they drew before.
drawFromTheStart();

const { base64, capitals, jwt, keys, kubeconfig, letters, lower } = plant;
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const uuid = (): string => `${hex(4)}-${hex(2)}-${hex(2)}-${hex(2)}-${hex(6)}`;
const env = (name: string, value: string): string => `env:\n- name: ${name}\n  value: ${value}\n`;
/** As in a file of Windows, read as UTF-8. */
const utf16 = (text: string, bigEndian = false): string => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return (bigEndian ? bytes.swap16() : bytes).toString('utf8');
};

/** Credentials in the forms of manifests, configuration files and scripts, created by each run. */
export const PLANTED: readonly [form: string, text: string][] = [
  // Variables of containers and other pairs of a name and a value.
  ['variable, client secret', env('OIDC_CLIENT_SECRET', letters(32))],
  ['variable, hex secret', env('APP_SECRET', hex(16))],
  ['variable, short secret', env('APP_SECRET', 'S3cr3t!pass')],
  ['variable, pass', env('SMTP_PASS', letters(32))],
  ['variable, short pass', env('SMTP_PASS', 'hunter22')],
  ['variable, password', env('DB_PASSWORD', letters(16))],
  ['variable, quoted', env('"JWT_SECRET"', `"${letters(48)}"`)],
  ['variable, token', env('GITHUB_TOKEN', letters(40))],
  ['variable, API key', env('DATADOG_API_KEY', hex(16))],
  ['variable, passwd', env('FTP_PASSWD', 'hunter22')],
  ['variable, pwd', env('ADMIN_PWD', 'Winter2026')],
  ['variable, encryption key', env('ENCRYPTION_KEY', base64(randomBytes(32)))],
  ['variable, secret key', env('DJANGO_SECRET_KEY', letters(50))],
  ['variable, CRLF', env('CLIENT_SECRET', letters(32)).replaceAll('\n', '\r\n')],
  ['variable, flow', `env: [{ name: CLIENT_SECRET, value: ${letters(32)} }]`],
  ['variable, JSON', `{"env":[{"name":"CLIENT_SECRET","value":"${letters(32)}"}]}`],
  [
    'variable, JSON of several lines',
    JSON.stringify({ name: 'CLIENT_SECRET', value: letters(32) }, undefined, 2),
  ],
  ['variable, value first', `- value: ${letters(32)}\n  name: CLIENT_SECRET\n`],
  ['variable, with a comment', `- name: CLIENT_SECRET\n  # of staging\n  value: ${letters(32)}\n`],
  ['variable, commented out', `# - name: CLIENT_SECRET\n#   value: ${letters(32)}\n`],
  ['variable, block scalar', `- name: CLIENT_SECRET\n  value: |-\n    ${letters(32)}\n`],
  ['variable, by key', `- key: CLIENT_SECRET\n  value: ${letters(32)}\n`],
  [
    'parameter of a template',
    `- name: DB_PASSWORD\n  description: of the database\n  value: ${letters(16)}\n`,
  ],
  // Passwords on command lines.
  ['mysql', `mysql -uroot -p${letters(12)} shop`],
  ['mysqldump', `mysqldump -h db -u root -p'${letters(12)}' shop`],
  ['mysqladmin in a list', `command: ["mysqladmin", "ping", "-uroot", "-p${letters(12)}"]`],
  ['mysqladmin in items', `- mysqladmin\n- -uroot\n- -p${letters(12)}\n`],
  ['mariadb', `mariadb -u root -p${letters(12)}`],
  ['mongosh', `mongosh -u admin -p ${letters(12)}`],
  ['redis-cli', `redis-cli -a ${letters(12)} ping`],
  ['docker login', `docker login -u robot -p ${letters(12)} registry.example.com`],
  ['ldapsearch', `ldapsearch -x -D cn=admin -w ${letters(12)}`],
  ['sshpass', `sshpass -p ${letters(12)} ssh root@db`],
  ['curl', `curl -u admin:${letters(12)} https://example.com`],
  ['password option', `psql --password ${lower(12)}`],
  ['PGPASSWORD', `PGPASSWORD=${letters(12)} psql -h db`],
  ['zip', `unzip -P ${letters(12)} backup.zip`],
  ['htpasswd', `htpasswd -bc auth admin ${letters(12)}`],
  // Directories and mail.
  ['bindPassword', `bindPassword: ${letters(12)}`],
  ['bindPW', `ldap:\n  bindDN: cn=dex\n  bindPW: hunter22\n`],
  ['bindpw of nslcd', `binddn cn=nslcd,dc=example\nbindpw ${letters(12)}\n`],
  ['bind_password', `bind_password = "${letters(12)}"`],
  ['bindCredential', `"bindCredential": ["${letters(12)}"]`],
  ['olcRootPW', `olcRootPW: ${letters(12)}`],
  ['rootpw', `rootpw ${letters(12)}`],
  // Files with logins.
  ['.pgpass', `db.example.com:5432:shop:app:${letters(12)}`],
  ['.pgpass, any host', `*:*:*:postgres:${letters(12)}`],
  ['.pgpass, localhost', 'localhost:5432:shop:app:hunter22'],
  ['.netrc', `machine example.com login me password ${letters(12)}`],
  ['.npmrc', `//registry.npmjs.org/:_authToken=${letters(36)}`],
  ['Docker config', plant.dockerConfig()],
  ['Git credentials', `https://me:${letters(20)}@github.com`],
  ['data source', `app:${letters(12)}@tcp(db:3306)/shop`],
  ['connection string', `Server=db;User Id=app;Password=${letters(12)};Database=shop`],
  ['properties', `spring.datasource.password=${letters(12)}`],
  ['JAAS', `com.sun.Login required username="app" password="${letters(12)}";`],
  ['redis.conf', `requirepass ${letters(24)}\nmasterauth ${letters(24)}\n`],
  ['XML element', `<password>${letters(12)}</password>`],
  ['XML element, a word', '<server><username>app</username><password>swordfish</password></server>'],
  ['XML attribute', `<jdbc user="app" password="${letters(12)}" pool="9"/>`],
  ['XML property', `<property name="password" value="${letters(12)}"/>`],
  ['XML property as text', `<property name="hibernate.connection.password">${letters(12)}</property>`],
  ['XML setting', `<add key="ApiKey" value="${letters(32)}"/>`],
  ['XML token', `<hudson.util.Secret><apiToken>${letters(32)}</apiToken></hudson.util.Secret>`],
  ['XML passphrase', `<passphrase>${letters(16)}</passphrase>`],
  // fluentd and Fluent Bit.
  ['fluentd', `<match **>\n  @type elasticsearch\n  user fluent\n  password ${letters(12)}\n</match>\n`],
  ['fluentd, a word', '<match **>\n  @type elasticsearch\n  user fluent\n  password swordfish\n</match>\n'],
  ['fluentd, shared key', `<security>\n  self_hostname a\n  shared_key ${letters(16)}\n</security>\n`],
  ['fluentd, AWS', `<match **>\n  @type s3\n  aws_sec_key ${letters(40)}\n</match>\n`],
  ['fluentd, token', `<match **>\n  @type splunk_hec\n  hec_token ${uuid()}\n</match>\n`],
  ['Fluent Bit', `[OUTPUT]\n    Name  es\n    HTTP_User   elastic\n    HTTP_Passwd ${letters(12)}\n`],
  ['Fluent Bit, token', `[OUTPUT]\n    Name splunk\n    Splunk_Token ${uuid()}\n`],
  // Passphrases.
  ['passphrase', 'passphrase: correct horse battery staple'],
  ['passphrase, quoted', 'passphrase: "correct horse battery staple"'],
  ['passphrase as password', 'password: tractor velvet pickle window'],
  ['passphrase in JSON', '{"passphrase": "tractor velvet pickle window"}'],
  ['passphrase in a variable', env('KEY_PASSPHRASE', 'tractor velvet pickle window')],
  ['passphrase with dashes', 'passphrase: tractor-velvet-pickle-window'],
  ['passphrase on a command line', 'gpg --batch --passphrase "tractor velvet pickle window" -d x'],
  ['Mailgun key', `mailgun: key-${hex(16)}`],
  ['Mailgun key of today', `mailgun: ${hex(16)}-${hex(4)}-${hex(4)}`],
  [
    'Teams webhook',
    `url: https://example.webhook.office.com/webhookb2/${uuid()}@${uuid()}/IncomingWebhook/${hex(16)}/${uuid()}`,
  ],
  [
    'Teams webhook of outlook',
    `https://outlook.office.com/webhook/${uuid()}@${uuid()}/IncomingWebhook/${hex(16)}/${uuid()}`,
  ],
  [
    'Teams workflow',
    `https://prod-1.westeurope.logic.azure.com:443/workflows/${hex(16)}/triggers/manual/paths/invoke?api-version=1&sp=run&amp;sig=${letters(43)}`,
  ],
  ['Slack webhook', `https://hooks.slack.com/services/T${capitals(8)}/B${capitals(8)}/${letters(24)}`],
  ['Slack token', `xo${'xb-'}123456789012-1234567890123-${letters(24)}`],
  ['GitHub token', `gh${'p_'}${letters(36)}`],
  ['GitLab token', `gl${'pat-'}${letters(20)}`],
  ['AWS key', `aws_access_key_id: AK${'IA'}${capitals(16)}`],
  ['AWS secret', `aws_secret_access_key: ${letters(40)}`],
  ['Google key', `AI${'za'}${letters(35)}`],
  ['SendGrid key', `SG${'.'}${letters(22)}.${letters(43)}`],
  ['Stripe key', `sk_${'live_'}${letters(24)}`],
  ['npm token', `npm${'_'}${letters(36)}`],
  ['JSON Web Token', `token: ${jwt()}`],
  ['bearer', `Authorization: Bearer ${letters(40)}`],
  ['bootstrap token', `${lower(6)}.${lower(16)}`],
  // UTF-16, and base64.
  ['UTF-16, a token', utf16(`token: ${jwt()}\n`)],
  ['UTF-16, a password', utf16('user: app\npassword: hunter22\n')],
  ['UTF-16, big-endian', utf16(`a: b\nclient_secret: ${letters(32)}\n`, true)],
  ['UTF-16, a private key', utf16(keys.rsa)],
  [
    'UTF-16 in base64',
    `powershell -EncodedCommand ${Buffer.from(`$password = "${letters(16)}"`, 'utf16le').toString('base64')}`,
  ],
  ['base64 of a login', `data: ${base64(`user: app\npassword: ${letters(16)}\n`)}`],
  ['Secret', `kind: Secret\ndata:\n  a: ${base64(letters(9))}\n`],
  ['Secret with stringData', 'kind: Secret\nstringData:\n  a: hunter22\n'],
  ['kubeconfig', kubeconfig(`token: ${letters(30)}`)],
  ['client key', kubeconfig(`client-key-data: ${base64(keys.ec)}`)],
  ['private key', keys.pkcs8],
  ['OpenSSH key', keys.openssh],
  ['bcrypt', `admin:$2y$05$${letters(53)}`],
];
