// Directories by openid-client and by MSAL: a secret, signed assertions, and a code to which an administrator consents.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";

import { ConfidentialClientApplication } from "@azure/msal-node";
import { SignJWT, exportJWK, generateKeyPair } from "jose";
import * as openid from "openid-client";

const { BASE_URL: baseUrl, PEOPLE_TOKEN: peopleToken, ROLLCALL_BIN: rollcall } = process.env;
const callback = "https://app.example/oauth/callback";

const { privateKey, publicKey } = await generateKeyPair("RS256");
const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "k", use: "sig" }] });
const shown = createServer((_, answer) => answer.end(keys)).listen(0, "127.0.0.1");
await new Promise((resolve) => shown.once("listening", resolve));
const jwksUri = `http://127.0.0.1:${shown.address().port}/keys`;

/** A client of the demo tenant, made by the operator. */
function client(...options) {
  return JSON.parse(execFileSync(rollcall, ["oauth-client", "create", "demo", ...options, "--json"], { encoding: "utf8" }));
}

/** The token opens the SCIM API. */
async function provisions(token) {
  const answer = await fetch(`${baseUrl}/scim/v2/Users?count=1`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200, await answer.text());
}

const onLoopback = { algorithm: "oauth2", execute: [openid.allowInsecureRequests] };
const discovered = (id, secret, method) => openid.discovery(new URL(baseUrl), id, secret, method, onLoopback);

const secret = client("--method", "secret");
for (const method of [openid.ClientSecretBasic(), openid.ClientSecretPost()]) {
  const config = await discovered(secret.clientId, secret.clientSecret, method);
  await provisions((await openid.clientCredentialsGrant(config, { scope: "scim" })).access_token);
}

// openid-client signs for the issuer, MSAL passes on what Entra signed.
const own = client("--method", "jwt", "--audience", baseUrl, "--jwks-uri", jwksUri);
const config = await discovered(own.clientId, undefined, openid.PrivateKeyJwt({ key: privateKey, kid: "k" }));
await provisions((await openid.clientCredentialsGrant(config, { scope: "scim" })).access_token);
const other = await generateKeyPair("RS256");
const stranger = await discovered(own.clientId, undefined, openid.PrivateKeyJwt({ key: other.privateKey, kid: "k" }));
await assert.rejects(openid.clientCredentialsGrant(stranger), { status: 401 });

const [issuer, subject, audience] = ["https://login.example.com/5a1b/v2.0", "9f11", "api://rollcall"];
const expected = ["--issuer", issuer, "--subject", subject, "--audience", audience, "--jwks-uri", jwksUri];
const federated = client("--method", "jwt", ...expected);
/** What Entra's workload identity federation signs: no jti. */
const assertion = () =>
  new SignJWT({ oid: subject, appid: "8c9e", tid: "5a1b", uti: "x" })
    .setProtectedHeader({ alg: "RS256", kid: "k", typ: "JWT" })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt()
    .setNotBefore("0s")
    .setExpirationTime("1h")
    .sign(privateKey);
// MSAL wants TLS, and knows Microsoft's clouds alone: it is told where the endpoints are, and reaches them without TLS. The first
// part of each path it takes for the tenant.
const secured = baseUrl.replace("http:", "https:");
const send = (method) => async (url, options) => {
  const answer = await fetch(url.replace("https:", "http:"), { method, headers: options?.headers, body: options?.body });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.json() };
};
const msal = new ConfidentialClientApplication({
  auth: {
    clientId: federated.clientId,
    authority: `${secured}/oauth`,
    knownAuthorities: [new URL(secured).host],
    authorityMetadata: JSON.stringify({
      issuer: `${secured}/oauth`,
      authorization_endpoint: `${secured}/oauth/authorize`,
      token_endpoint: `${secured}/oauth/token`,
      jwks_uri: `${secured}/oauth/keys`,
    }),
    clientAssertion: assertion,
  },
  system: { networkClient: { sendGetRequestAsync: send("GET"), sendPostRequestAsync: send("POST") } },
});
const granted = await msal.acquireTokenByClientCredential({ scopes: ["scim"], skipCache: true });
await provisions(granted.accessToken);

/** Whoever is signed in to the portal. The cookie is kept by hand: browsers alone send a secure one on loopback. */
async function administrator() {
  const headers = { Authorization: `Bearer ${peopleToken}`, "Content-Type": "application/json" };
  const asked = await fetch(`${baseUrl}/people/v1/portal-links`, { method: "POST", headers, body: "{}" });
  const { url } = await asked.json();
  const nonce = field("nonce", await (await fetch(url)).text());
  const opened = await fetch(url, { method: "POST", body: new URLSearchParams({ nonce }), redirect: "manual" });
  return opened.headers.get("set-cookie").split(";")[0];
}

const field = (name, page) => page.match(`name="${name}" value="([^"]*)"`)[1];

const code = client("--method", "code", "--label", "Okta", "--redirect-uri", callback);
const directory = await discovered(code.clientId, code.clientSecret, openid.ClientSecretPost());
const [pkceCodeVerifier, expectedState] = [openid.randomPKCECodeVerifier(), openid.randomState()];
const url = openid.buildAuthorizationUrl(directory, {
  redirect_uri: callback,
  scope: "scim",
  state: expectedState,
  code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
  code_challenge_method: "S256",
});
const cookie = await administrator();
const page = await (await fetch(url, { headers: { cookie } })).text();
const form = new URLSearchParams({ answer: "allow" });
for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)) form.set(name, value);
const answer = await fetch(`${baseUrl}/oauth/authorize`, { method: "POST", body: form, headers: { cookie }, redirect: "manual" });
assert.equal(answer.status, 303, page);
const back = new URL(answer.headers.get("location"));
const tokens = await openid.authorizationCodeGrant(directory, back, { pkceCodeVerifier, expectedState });
await provisions(tokens.access_token);
const next = await openid.refreshTokenGrant(directory, tokens.refresh_token);
assert.notEqual(next.refresh_token, tokens.refresh_token);
await provisions(next.access_token);
await assert.rejects(openid.refreshTokenGrant(directory, "rcr_00"), { error: "invalid_grant", status: 400 });

shown.close();
console.log("JavaScript: openid-client and MSAL get tokens by a secret, assertions and a code");
