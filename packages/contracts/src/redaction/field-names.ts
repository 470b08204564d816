/** Why a name says that its value is nobody's business: credentials, or data about a person. */
export type Sensitivity = 'secret' | 'personal';

/** Found anywhere in a name, so that `newpassword` and `X-Access-Token` count as well. */
const SECRET_STEMS =
  /passw|passphrase|secret|token|apikey|credential|authori[sz]ation|cookie|privatekey|accesskey|signature|creditcard|cardnumber|cardno|securitycode|sessionid|sessid|sessionkey|verificationcode|recoverycode|backupcode/;
/** Too short or too common to be looked for inside other words. */
const SECRET_WORDS = new Set(
  'pass pwd pin otp totp mfa cvv cvv2 cvc cvc2 csc pan csrf xsrf jwt auth bearer sid session nonce salt hash'.split(
    ' ',
  ),
);

const PERSONAL_STEMS =
  /email|phone|firstname|lastname|fullname|givenname|familyname|middlename|maidenname|surname|nickname|username|birthda|dateofbirth|placeofbirth|iban|accountnumber|accountholder|cardholder|nationalid|passportn|socialsecurity|taxid|taxnumber|vatid|driverlicen|ipaddress|remoteaddr|clientip|streetaddress|addressline|postalcode|zipcode|geolocation/;
const PERSONAL_WORDS = new Set(
  'ssn dob bic mobile cell fax tel telephone street postcode zip mail ip latitude longitude lat lng lon login address address1 address2'.split(
    ' ',
  ),
);

/** `tokenType`, `passwordPolicy`: such names talk about a secret and hold none. */
const ABOUT_IT =
  /(?:type|policy|expires|expiry|expiresin|expiresat|expiration|algorithm|length|count|limit|required|enabled|verified|ttl)$/;

/** Decides by its name alone: `Set-Cookie`, `user[password]`, `api_key`, `geburtsdatum` is unknown. */
export function sensitivityOf(name: string): Sensitivity | undefined {
  const known = memory.get(name);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const found = judged(name);
  if (memory.size < 10_000) memory.set(name, found ?? 'none');
  return found;
}

/** A `name` is a person's where what stands beside it is: `{ name, email }`, not `{ name, price }`. */
export function namesPerson(name: string, beside: readonly string[]): boolean {
  return /^name$/i.test(name) && beside.some((other) => sensitivityOf(other) === 'personal');
}

const memory = new Map<string, Sensitivity | 'none'>();

function judged(name: string): Sensitivity | undefined {
  const words = wordsOf(name);
  const plain = words.join('');
  if (ABOUT_IT.test(plain)) return undefined;
  if (SECRET_STEMS.test(plain) || words.some((word) => SECRET_WORDS.has(word))) return 'secret';
  if (PERSONAL_STEMS.test(plain) || words.some((word) => PERSONAL_WORDS.has(word))) {
    return 'personal';
  }
  return undefined;
}

/** `userApiKey`, `user-api-key` and `user[api_key]` are the same three words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
