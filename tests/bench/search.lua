-- Queries as people type them: with and without diacritics, half words, two words, filters.
-- SEARCH_PATH: what to ask ("/v1/products?q=" or "/tim?q="). SEARCH_UNIQUE=1: no query is asked twice in a run.
local path = os.getenv("SEARCH_PATH") or "/v1/products?q="
local unique = os.getenv("SEARCH_UNIQUE") == "1"
local queries = {
  "mat ong rung", "m%E1%BA%ADt ong", "che shan tuyet", "tra hoa vang", "ruou ngo", "mat on", "thit trau gac bep", "gao seng cu",
  "mien dong", "ca phe", "cam sanh", "tinh dau que", "tho cam", "lap suon", "hat de", "nam huong", "cao bang", "ha giang", "lo 12", "mong",
  "buoi", "na chi lang", "vit quay", "tieu den", "mac ca", "giam chuoi", "banh chung den", "hong tra", "muc kho", "sam", "hoa", "du lich",
}
local i = 0
local threads = 0

function setup(thread)
  thread:set("first", threads * 50000000)
  threads = threads + 1
end

request = function()
  i = i + 1
  local query = queries[i % #queries + 1]
  -- Lot numbers are words of the products' names, so each number is another search, and some of them find something.
  if unique then query = query .. " lo " .. ((first or 0) + i) end
  return wrk.format("GET", path .. query:gsub(" ", "+") .. (i % 5 == 0 and "&sort=price" or ""))
end
