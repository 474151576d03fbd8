-- 32 queries as people type them: with and without diacritics, half words, two words, filters.
local queries = {
  "mat ong rung", "m%E1%BA%ADt ong", "che shan tuyet", "tra hoa vang", "ruou ngo", "mat on", "thit trau gac bep", "gao seng cu",
  "mien dong", "ca phe", "cam sanh", "tinh dau que", "tho cam", "lap suon", "hat de", "nam huong", "cao bang", "ha giang", "lo 12", "mong",
  "buoi", "na chi lang", "vit quay", "tieu den", "mac ca", "giam chuoi", "banh chung den", "hong tra", "muc kho", "sam", "hoa", "du lich",
}
local i = 0
request = function()
  i = i + 1
  return wrk.format("GET", "/tim?q=" .. queries[i % #queries + 1]:gsub(" ", "+") .. (i % 5 == 0 and "&sort=price" or ""))
end
