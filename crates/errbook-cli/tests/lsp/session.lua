-- A session of Neovim's own client with `errbook lsp`: ERRBOOK is the command, and the current folder has
-- a copy of the catalog `shop`. Prints what the user would see as JSON.

local seen = {}

local function open(path)
  vim.cmd("edit " .. path)
  return vim.api.nvim_get_current_buf()
end

local client = vim.lsp.start_client({
  name = "errbook",
  cmd = { vim.env.ERRBOOK, "lsp" },
  root_dir = vim.fn.getcwd(),
  capabilities = vim.lsp.protocol.make_client_capabilities(),
})

local function attach(buffer)
  vim.lsp.buf_attach_client(buffer, client)
  assert(vim.wait(20000, function() return vim.lsp.buf_is_attached(buffer, client) end, 20), "attached")
end

local function ask(buffer, method, params)
  local answers, problem = vim.lsp.buf_request_sync(buffer, method, params, 20000)
  assert(answers, problem)
  local answer = answers[client]
  assert(answer.result, vim.inspect(answer))
  return answer.result
end

-- The messages of the buffer's diagnostics, after they satisfy a condition.
local function diagnostics(buffer, condition)
  local messages
  local function is_done()
    messages = {}
    for _, found in ipairs(vim.diagnostic.get(buffer)) do
      table.insert(messages, found.lnum .. ":" .. found.col .. " " .. (found.code or "") .. " " .. found.message)
    end
    table.sort(messages)
    return condition(messages)
  end
  assert(vim.wait(20000, is_done, 20), vim.inspect(messages))
  return messages
end

local function at(buffer, line, column)
  vim.api.nvim_set_current_buf(buffer)
  vim.api.nvim_win_set_cursor(0, { line, column })
  return vim.lsp.util.make_position_params(0, "utf-16")
end

local function main()
  local entry = open("orders/not_paid.yaml")
  attach(entry)

  -- Diagnostics while typing, with a character of two units in front.
  vim.api.nvim_buf_set_lines(entry, 1, 1, false, { 'mesage: "\u{1f600}"' })
  seen.diagnostics = diagnostics(entry, function(messages) return #messages > 0 end)

  -- The fix of the first finding.
  local range = vim.lsp.util.make_given_range_params({ 2, 0 }, { 2, 3 }, entry, "utf-16")
  range.context = { diagnostics = {} }
  local actions = ask(entry, "textDocument/codeAction", range)
  seen.actions = vim.tbl_map(function(action) return action.title end, actions)
  vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
  seen.fixed = vim.api.nvim_buf_get_lines(entry, 0, 3, false)
  vim.api.nvim_buf_set_lines(entry, 1, 2, false, {})
  seen.clean = diagnostics(entry, function(messages) return #messages == 0 end)

  -- Completion of a key, and of a code.
  local lines = vim.api.nvim_buf_line_count(entry)
  vim.api.nvim_buf_set_lines(entry, -1, -1, false, { "related:", "  - code: err:customers:" })
  local list = ask(entry, "textDocument/completion", at(entry, lines + 2, 23))
  seen.completion = vim.tbl_map(function(item) return item.textEdit.newText end, list.items)
  vim.api.nvim_buf_set_lines(entry, -2, -1, false, { "  - code: err:customers:not_found" })

  -- The page of the code.
  local hover = ask(entry, "textDocument/hover", at(entry, lines + 2, 15))
  seen.hover = vim.split(hover.contents.value, "\n")[1]

  local definition = ask(entry, "textDocument/definition", at(entry, lines + 2, 15))
  seen.definition = vim.fn.fnamemodify(vim.uri_to_fname(definition.uri), ":.")

  -- Renames the entry's own code, in this and other files.
  local rename = at(entry, 1, 0)
  rename.newName = "err:orders:unpaid"
  local edit = ask(entry, "textDocument/rename", rename)
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  vim.cmd("wall")
  seen.files = vim.fn.sort(vim.fn.glob("orders/*.yaml", false, true))
end

local ok, problem = xpcall(main, debug.traceback)
if not ok then
  seen = { problem = problem }
end
local client_of = vim.lsp.get_client_by_id(client)
if client_of then
  client_of.stop()
end
io.stdout:write(vim.json.encode(seen))
vim.cmd("qall!")
