// Starts `traefiklint server` and leaves everything else to it.
"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

const DOCUMENTS = ["yaml", "toml", "dockercompose"].map((language) => ({ scheme: "file", language }));

let client;

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("traefiklint.restart", restart),
    vscode.commands.registerCommand("traefiklint.showReferences", showReferences),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("traefiklint.command")) {
        return restart();
      }
    }),
  );
  await start();
}

async function start() {
  const [command, ...args] = vscode.workspace.getConfiguration("traefiklint").get("command");
  const server = { command, args, transport: TransportKind.stdio };
  client = new LanguageClient("traefiklint", "traefiklint", server, {
    documentSelector: DOCUMENTS,
    initializationOptions: settings(),
    synchronize: { configurationSection: "traefiklint" },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const why = error?.message ?? error;
    const choice = await vscode.window.showErrorMessage(
      `traefiklint: \`${command}\` cannot be started${why ? ` (${why})` : ""}. Install it with \`pip install 'traefiklint[server]'\`, or set its path.`,
      "Open settings",
    );
    if (choice) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "traefiklint.command");
    }
  }
}

async function restart() {
  await deactivate();
  await start();
}

// What is set, and nothing that is a default of this extension: `traefiklint.toml` says the rest.
function settings() {
  const given = vscode.workspace.getConfiguration("traefiklint");
  const found = {};
  for (const key of ["static", "target", "profile", "select", "ignore", "strict", "onlyOpen", "lenses", "hints"]) {
    found[key] = given.get(key);
  }
  return found;
}

// The server names a place as the protocol does; the editor wants objects of its own.
async function showReferences(uri, position) {
  const where = vscode.Uri.parse(uri);
  const at = new vscode.Position(position.line, position.character);
  const locations = await vscode.commands.executeCommand("vscode.executeReferenceProvider", where, at);
  await vscode.commands.executeCommand("editor.action.showReferences", where, at, locations);
}

async function deactivate() {
  const running = client;
  client = undefined;
  await running?.stop();
}

module.exports = { activate, deactivate };
