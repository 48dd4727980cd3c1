-- busted, run by the LuaJIT that runs this file: Debian's own command runs the default Lua.
local shared = "/usr/share/lua/5.1/"
package.path = "./?.lua;" .. shared .. "?.lua;" .. shared .. "?/init.lua;" .. package.path
require("busted.runner")({ standalone = false })
