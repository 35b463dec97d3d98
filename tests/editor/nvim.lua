-- An editor's hour in a minute: Neovim itself, headless, over a copy of a workspace. Writes what it saw as lines of JSON.
local root, python, out = vim.env.WORKSPACE, vim.env.PYTHON, io.open(vim.env.SAW, "w")

local function say(what, seen)
  out:write(vim.fn.json_encode({ what = what, seen = seen }) .. "\n")
  out:flush()
end

local function wait(what, holds)
  if not vim.wait(tonumber(vim.env.PATIENCE), holds, 20) then
    say("timeout", what)
    vim.cmd("cquit")
  end
end

local client = vim.lsp.start_client({
  name = "traefiklint",
  cmd = { python, "-m", "traefiklint", "server" },
  root_dir = root,
  workspace_folders = { { uri = vim.uri_from_fname(root), name = "workspace" } },
})

local function open(name)
  vim.cmd("edit " .. root .. "/" .. name)
  local buffer = vim.api.nvim_get_current_buf()
  vim.lsp.buf_attach_client(buffer, client)
  wait("attached", function() return vim.lsp.buf_is_attached(buffer, client) end)
  return buffer
end

local function codes(buffer)
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, (one.user_data and one.user_data.lsp and one.user_data.lsp.code) or one.code)
  end
  table.sort(found)
  return found
end

local function ask(buffer, method, more)
  local params = vim.tbl_extend("force", vim.lsp.util.make_position_params(0, "utf-16"), more or {})
  local answers = vim.lsp.buf_request_sync(buffer, method, params, tonumber(vim.env.PATIENCE))
  return answers and answers[client] and answers[client].result
end

local function at(pattern, forward)
  vim.fn.cursor(1, 1)
  vim.fn.search(pattern, "W")
  for _ = 1, forward or 0 do vim.cmd("normal! l") end
end

local function line() return vim.api.nvim_get_current_line() end

-- Open a broken file, and see the diagnostics.
local shop = open("apps/shop.yml")
wait("diagnostics", function() return #vim.diagnostic.get(shop) > 0 end)
say("diagnostics", codes(shop))

-- Complete a middleware, as somebody who deletes a wrong name and asks what there is.
at("auht")
vim.cmd("normal! ct]")
vim.cmd("stopinsert")
vim.fn.cursor(vim.fn.line("."), vim.fn.col("."))
local list = ask(shop, "textDocument/completion", { position = { line = vim.fn.line(".") - 1, character = vim.fn.col(".") } })
local labels = {}
for _, item in ipairs(list.items or list) do table.insert(labels, item.label) end
say("completion", labels)
vim.lsp.util.apply_text_edits({ (list.items or list)[1].textEdit }, shop, "utf-16")
wait("the diagnostic goes", function() return not vim.tbl_contains(codes(shop), "unknown-middleware") end)
say("completed", line())

-- Hover, jump to the definition in another file, and list the references.
at("auth\\]")
local hover = ask(shop, "textDocument/hover")
say("hover", hover.contents.value)
local defined = ask(shop, "textDocument/definition")
vim.lsp.util.jump_to_location(defined[1], "utf-16")
say("jumped", { vim.fn.fnamemodify(vim.fn.expand("%"), ":t"), vim.fn.line(".") })
local shared = open("apps/shared.yml")
at("auth:")
local references = ask(shared, "textDocument/references", { context = { includeDeclaration = true } })
say("references", #references)

-- Rename it everywhere.
local edit = ask(shared, "textDocument/rename", { newName = "login" })
vim.lsp.util.apply_workspace_edit(edit, "utf-16")
say("renamed", vim.fn.getline(3))
vim.cmd("buffer " .. shop)
at("middlewares")
say("renamed elsewhere", line())

-- Fix what is left, by the action that is offered.
at("cart")
local range = vim.lsp.util.make_given_range_params({ 1, 0 }, { vim.fn.line("$"), 0 }, shop, "utf-16")
local answers = vim.lsp.buf_request_sync(shop, "textDocument/codeAction", {
  textDocument = range.textDocument, range = range.range, context = { diagnostics = {} },
}, tonumber(vim.env.PATIENCE))
for _, action in ipairs(answers[client].result) do
  if action.isPreferred and action.edit then
    say("fix", action.title)
    vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
    break
  end
end
at("cart")
say("fixed", line())
wait("nothing is wrong any more", function() return #vim.diagnostic.get(shop) == 0 end)

-- Overviews, and what the files are once they are written.
local symbols = ask(shop, "textDocument/documentSymbol")
say("symbols", #symbols)
vim.cmd("buffer " .. shared)
vim.cmd("wall") -- the compose file too, which this client has not opened: the server sees it on the disk
local lens
for _ = 1, 100 do
  lens = ask(shared, "textDocument/codeLens")[1].command.title
  if lens == "2 routers use this" then break end
  vim.wait(200)
end
say("lenses", lens)
say("diagnostics at the end", codes(shop))
vim.lsp.stop_client(client)
wait("the server stops", function() return vim.lsp.client_is_stopped(client) end)
say("stopped", true)
vim.cmd("qall!")
