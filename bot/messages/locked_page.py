"""The page that opens a locked copy in a browser: it asks nobody, and nothing leaves it."""

# LOCKED is replaced by the locked data, as JSON that has no "<" in it.
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>Resiliency</title>
<style>
  body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem;
         margin: 2rem auto; padding: 0 1rem; color: #1d1d1d; background: #fff }
  input, button { font: inherit; padding: .4rem .6rem }
  input { width: 16rem; max-width: 100%; border: 1px solid #595959 }
  [hidden] { display: none }
</style>
<main>
  <h1>Your copy</h1>
  <form id="lock">
    <p><label for="passphrase">Passphrase</label></p>
    <p><input id="passphrase" autocomplete="off" autocapitalize="none" spellcheck="false">
       <button>Open</button></p>
    <p id="said" role="status">It opens on this computer. Nothing is sent anywhere.</p>
  </form>
  <div id="read" hidden></div>
  <details id="more" hidden><summary>The same for programs (JSON)</summary><pre></pre></details>
</main>
<script type="application/json" id="locked">LOCKED</script>
<script>
  const at = (id) => document.getElementById(id);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

  async function opened(typed) {
    const locked = JSON.parse(at("locked").textContent);
    const words = new TextEncoder().encode(typed.toLowerCase().replace(/[^a-z0-9]/g, ""));
    const material = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
    const how = {name: "PBKDF2", hash: "SHA-256", salt: bytes(locked.salt),
                 iterations: locked.iterations};
    const aes = {name: "AES-GCM", length: 256};
    const key = await crypto.subtle.deriveKey(how, material, aes, false, ["decrypt"]);
    const plain = await crypto.subtle.decrypt({name: "AES-GCM", iv: bytes(locked.nonce)}, key,
                                              bytes(locked.data));
    return JSON.parse(new TextDecoder().decode(plain));
  }

  function show({read, data}) {
    for (const {heading, lines} of read) {
      const title = document.createElement("h2");
      title.textContent = heading;
      const list = document.createElement("ul");
      for (const line of lines) {
        const item = document.createElement("li");
        item.textContent = line;
        list.append(item);
      }
      at("read").append(title, list);
    }
    at("more").querySelector("pre").textContent = JSON.stringify(data, null, 2);
    at("lock").hidden = true;
    at("read").hidden = at("more").hidden = false;
  }

  at("lock").addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!globalThis.crypto?.subtle) {
      at("said").textContent = "This browser cannot open it. Please try another, or a computer.";
      return;
    }
    at("said").textContent = "One moment.";
    try {
      show(await opened(at("passphrase").value));
    } catch {
      at("said").textContent = "That passphrase does not fit. Please look at it again.";
    }
  });
</script>
</html>
"""
