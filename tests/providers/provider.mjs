// A real OpenID provider on this machine, for tests: `node provider.mjs REDIRECT…` prints its issuer.
// POST /people sets who has an account and what is said of them; POST /fault spoils the next tokens.
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const skew = Number(process.env.SKEW_MS || 0), realNow = Date.now;
Date.now = () => realNow() + skew; // the tests' day is not today

const redirects = process.argv.slice(2);
let people = {}, fault = "";

const server = createServer().listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
  const provider = new Provider(issuer, {
    clients: [{ client_id: "said-and-done", client_secret: "a-secret-nobody-guesses", redirect_uris: redirects }],
    jwks: { keys: [{ ...key, kid: "first", use: "sig", alg: "RS256" }] },
    cookies: { keys: ["only for tests"] },
    claims: { openid: ["sub", "groups", "_claim_names", "tid"], profile: ["name", "job_title", "email"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/as/${interaction.uid}` },
    ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 600, Grant: 600 },
    findAccount: (_ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path !== "/token" || !ctx.body?.id_token) return;
    const [head, body, sign] = ctx.body.id_token.split(".");
    if (fault === "tamper") {
      const claims = { ...JSON.parse(Buffer.from(body, "base64url")), groups: ["admins"] };
      ctx.body = { ...ctx.body, id_token: [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), sign].join(".") };
    }
    if (fault === "none") {
      const open = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
      ctx.body = { ...ctx.body, id_token: [open, body, ""].join(".") };
    }
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    const address = new URL(request.url, issuer), end = response.end.bind(response);
    const forever = (cookie) => cookie.replace(/; expires=[^;]+/i, ""); // their days are not the browser's
    response.end = (...said) => { // at the very end: the provider adds days to what it set before
      const cookies = response.headersSent ? undefined : response.getHeader("set-cookie");
      if (cookies) response.setHeader("set-cookie", [cookies].flat().map(forever));
      return end(...said);
    };
    if (address.pathname.startsWith("/as/") && !address.searchParams.has("who")) {
      response.setHeader("Content-Type", "text/html");
      response.end('<title>Work account</title><form><label>Who are you? <input name="who"></label><button>Sign in</button></form>');
    } else if (address.pathname.startsWith("/as/")) {
      const login = { accountId: address.searchParams.get("who") };
      await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
    } else if (request.method === "POST" && ["/people", "/fault"].includes(address.pathname)) {
      let text = "";
      for await (const part of request) text += part;
      if (address.pathname === "/people") people = JSON.parse(text);
      else fault = text;
      response.end();
    } else answer(request, response);
  });
  console.log(issuer);
});
process.stdin.resume().on("end", () => process.exit(0)); // no longer than the tests that started it
