/** How the app is built: one page, one service worker that knows the page's files, no address elsewhere. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const PUBLIC = ["icon.svg", "plain.svg", "manifest.webmanifest", "plain.webmanifest"];

/** Write into the service worker which files it keeps, and what this build is called. */
function shell(): Plugin {
  return {
    name: "shell",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("no service worker was built");
      const names = Object.keys(bundle).filter((n) => n !== "sw.js" && n !== "index.html" && !/\.(woff2?|map)$/.test(n));
      const files = [...names, ...PUBLIC].map((name) => `/field/${name}`).sort();
      const version = createHash("sha256").update(files.join()).update(worker.code).digest("hex").slice(0, 12);
      worker.code = worker.code
        .replace(/(["'`])__SHELL__\1/, () => JSON.stringify(JSON.stringify(files)))
        .replace("__VERSION__", version);
    },
  };
}

export default defineConfig({
  base: "/field/",
  plugins: [shell()],
  build: {
    outDir: "../src/sukoon/sync/app",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: {
        index: fileURLToPath(new URL("index.html", import.meta.url)),
        sw: fileURLToPath(new URL("src/sw.ts", import.meta.url)),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
