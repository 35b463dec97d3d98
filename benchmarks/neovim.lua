-- What somebody does who works on the files for an hour: Neovim itself, headless, with nothing but its own client.
-- Writes a line of JSON for everything done: what, how long the answer took in milliseconds, and how much came.
local root, out = vim.env.WORKSPACE, io.open(vim.env.SAW, "w")
local rounds, patience = tonumber(vim.env.ROUNDS), tonumber(vim.env.PATIENCE)
local clock = vim.loop.hrtime

local function say(line)
  out:write(vim.fn.json_encode(line) .. "\n")
  out:flush()
end

local function fail(what)
  say({ what = "failed", seen = what })
  vim.cmd("cquit")
end

local published = {}
local client = vim.lsp.start_client({
  name = "traefiklint",
  cmd = { vim.env.PYTHON, "-m", "traefiklint", "server" },
  root_dir = root,
  workspace_folders = { { uri = vim.uri_from_fname(root), name = "workspace" } },
  handlers = {
    ["textDocument/publishDiagnostics"] = function(_, result)
      published[result.uri] = result.diagnostics
    end,
  },
})

local function memory()
  local pid = vim.lsp.get_client_by_id(client).rpc.pid -- later versions of Neovim keep it to themselves
  local status = pid and io.open("/proc/" .. pid .. "/status")
  local kib = status and tonumber(status:read("*a"):match("VmRSS:%s+(%d+)"))
  if status then status:close() end
  return kib
end

local function path(name) return root .. "/" .. name end

local function codes(name)
  local found = {}
  for _, one in ipairs(published[vim.uri_from_fname(path(name))] or {}) do found[one.code] = true end
  return found
end

local function wait(what, holds)
  local start = clock()
  if not vim.wait(patience, holds, 1) then fail(what) end
  say({ what = what, ms = (clock() - start) / 1e6 })
end

local function open(name)
  vim.cmd("silent edit! " .. path(name))
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)
  if not vim.wait(patience, function() return vim.lsp.buf_is_attached(buffer, client) end) then fail("attach") end
  return buffer
end

local function text_of(name)
  local file = io.open(path(name))
  local text = file:read("*a")
  file:close()
  return text
end

local function write(name, text)
  local file = io.open(path(name), "w")
  file:write(text)
  file:close()
end

local function ask(what, method, more, least)
  local buffer = vim.api.nvim_get_current_buf()
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(0, "utf-16"), more or {})
  local start = clock()
  local answers = vim.lsp.buf_request_sync(buffer, method, params, patience)
  local answer = answers and answers[client]
  if not answer or answer.error then fail({ what, answer and answer.error }) end
  local result = answer.result
  local count = result == nil and 0 or #(result.items or result.data or result)
  if type(result) == "table" and count == 0 and next(result) ~= nil then count = 1 end
  if count < (least or 1) then fail({ what, "nothing came" }) end
  say({ what = what, ms = (clock() - start) / 1e6, count = count })
  return result
end

local function at(pattern)
  vim.fn.cursor(1, 1)
  if vim.fn.search(pattern, "cW") == 0 then fail("no " .. pattern) end
end

local function replace(pattern, with)
  at(pattern)
  vim.fn.setline(".", (vim.fn.substitute(vim.fn.getline("."), pattern, with, "")))
end

-- What is offered behind a line that is being typed; it goes again.
local function typed(what, behind, words)
  at(behind)
  local line = vim.fn.line(".")
  vim.fn.append(line, words .. " ")
  vim.fn.cursor(line + 1, #words + 1)
  ask(what, "textDocument/completion")
  vim.fn.deletebufline("%", line + 1)
end

local original = {}
for _, name in ipairs({ "apps/shop.yml", "apps/middlewares.yml", "apps/blog.yml", "compose.yml" }) do original[name] = text_of(name) end
local whole = { start = { line = 0, character = 0 }, ["end"] = { line = 200, character = 0 } }

local function round()
  local compose = open("compose.yml")
  local middlewares = open("apps/middlewares.yml")
  local shop = open("apps/shop.yml")
  wait("diagnostics of a broken file", function() return codes("apps/shop.yml")["unknown-middleware"] end)

  replace("securty-headers", "security-headers")
  wait("a finding goes with the edit", function() return not codes("apps/shop.yml")["unknown-middleware"] end)
  replace("security-headers", "securty-headers")
  wait("a finding comes with the edit", function() return codes("apps/shop.yml")["unknown-middleware"] end)

  at("securty-headers")
  ask("completion", "textDocument/completion")
  local offered = ask("code actions", "textDocument/codeAction", { range = whole, context = { diagnostics = {} } })
  for _, action in ipairs(offered) do
    if action.title:find("Keep `unknown%-middleware` silent in this line") then vim.lsp.util.apply_workspace_edit(action.edit, "utf-16") end
  end
  wait("a finding is kept silent", function() return not codes("apps/shop.yml")["unknown-middleware"] end)
  vim.cmd("silent undo")
  wait("and is not any more", function() return codes("apps/shop.yml")["unknown-middleware"] end)
  typed("completion of an option", "rule:", "      pri")
  typed("completion in a rule", "rule:", "      rule: Host(`a`) && Pa")
  replace("securty-headers", "security-headers")
  at("security-headers")
  ask("hover", "textDocument/hover")
  ask("definition", "textDocument/definition")
  ask("references", "textDocument/references", { context = { includeDeclaration = true } })
  ask("highlights", "textDocument/documentHighlight")
  ask("document symbols", "textDocument/documentSymbol")
  ask("workspace symbols", "workspace/symbol", { query = "shop" })
  ask("semantic tokens", "textDocument/semanticTokens/full")
  ask("inlay hints", "textDocument/inlayHint", { range = whole })
  at("Host(")
  ask("hover of a rule", "textDocument/hover")

  vim.api.nvim_set_current_buf(compose)
  typed("completion in a label", "traefik.enable", "      - traefik.http.routers.wiki.middlewares=sec")
  at("security-headers@file")
  ask("definition from a label", "textDocument/definition")
  open("traefik.yml")
  typed("completion in the static file", "providers:", "  ku")
  at("websecure")
  ask("references of an entry point", "textDocument/references", { context = { includeDeclaration = true } })
  vim.cmd("silent bwipeout!")
  vim.api.nvim_set_current_buf(middlewares)
  ask("code lenses", "textDocument/codeLens")
  at("security-headers")
  ask("prepare a rename", "textDocument/prepareRename")
  vim.lsp.util.apply_workspace_edit(ask("rename", "textDocument/rename", { newName = "renamed" }), "utf-16")
  for _, buffer in ipairs({ middlewares, shop, compose }) do
    if not table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n"):find("renamed", 1, true) then fail("not renamed") end
  end

  local blog = open("apps/blog.yml")
  vim.api.nvim_set_current_buf(blog)
  replace("/\\(cart\\|blog\\)", "\\1")
  wait("a finding that can be fixed", function() return codes("apps/blog.yml")["rule-path-without-slash"] end)
  local actions = ask("fix all", "textDocument/codeAction", { range = whole, context = { diagnostics = {}, only = { "source.fixAll" } } })
  local action = actions[1].edit and actions[1] or ask("resolve a fix", "codeAction/resolve", actions[1])
  vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
  wait("it is fixed", function() return not codes("apps/blog.yml")["rule-path-without-slash"] end)

  -- A file goes, and comes back, without the editor having a part in it.
  for name, buffer in pairs({ ["apps/shop.yml"] = shop, ["apps/middlewares.yml"] = middlewares, ["apps/blog.yml"] = blog, ["compose.yml"] = compose }) do
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(original[name], "\n"))
    vim.api.nvim_set_current_buf(buffer)
    vim.cmd("silent write!")
  end
  vim.api.nvim_set_current_buf(shop)
  wait("put back", function() return codes("apps/shop.yml")["unknown-middleware"] end)
  replace("securty-headers", "security-headers")
  wait("and fixed", function() return not codes("apps/shop.yml")["unknown-middleware"] end)
  vim.cmd("bwipeout! " .. middlewares)
  os.remove(path("apps/middlewares.yml"))
  local function changed(kind)
    vim.lsp.get_client_by_id(client).notify("workspace/didChangeWatchedFiles", {
      changes = { { uri = vim.uri_from_fname(path("apps/middlewares.yml")), type = kind } },
    })
  end
  changed(3)
  wait("a file deleted outside is missed", function() return codes("apps/shop.yml")["unknown-middleware"] end)
  write("apps/middlewares.yml", original["apps/middlewares.yml"])
  changed(1)
  wait("and found again", function() return not codes("apps/shop.yml")["unknown-middleware"] end)
  vim.cmd("silent! %bwipeout!")
  for name, text in pairs(original) do write(name, text) end
end

local number, finish = 0, clock() + tonumber(vim.env.MINUTES) * 60e9
while number < rounds or clock() < finish do
  number = number + 1
  local good, why = pcall(round)
  if not good then fail(why) end
  say({ what = "round", number = number, kib = memory() })
end
vim.lsp.stop_client(client)
wait("the server stops", function() return vim.lsp.client_is_stopped(client) end)
vim.cmd("qall!")
