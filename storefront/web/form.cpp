#include "storefront/web/form.hpp"

#include <algorithm>
#include <cctype>

#include "keel/http/form.hpp"
#include "keel/text/text.hpp"

namespace storefront::web {
namespace {

constexpr std::size_t kMostFields = 400;

/// `name="value"` out of a header's parameters.
std::string Parameter(std::string_view header, std::string_view name) {
  for (auto at = header.find(name); at != header.npos; at = header.find(name, at + 1)) {
    const auto after = at + name.size();
    const bool starts = at > 0 && (header[at - 1] == ' ' || header[at - 1] == ';');
    if (!starts || after >= header.size() || header[after] != '=') continue;
    std::string_view value = header.substr(after + 1);
    if (value.starts_with('"')) {
      value.remove_prefix(1);
      return std::string(value.substr(0, value.find('"')));
    }
    return std::string(value.substr(0, value.find(';')));
  }
  return {};
}

struct Part {
  std::string disposition, content_type;
  std::string_view body;
};

std::string_view LowerLine(std::string& store, std::string_view line) {
  store.assign(line);
  std::ranges::transform(store, store.begin(), [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
  return store;
}

/// RFC 7578: parts between "--boundary" lines, each with headers, an empty line, and bytes.
std::vector<Part> PartsOf(std::string_view body, const std::string& boundary) {
  std::vector<Part> parts;
  const std::string first = "--" + boundary, next = "\r\n--" + boundary;
  if (boundary.empty() || boundary.size() > 70 || !body.starts_with(first)) return parts;
  body.remove_prefix(first.size());
  while (body.starts_with("\r\n") && parts.size() < kMostFields) {
    body.remove_prefix(2);
    const auto end = body.find(next);
    const auto blank = body.find("\r\n\r\n");
    if (end == body.npos || blank == body.npos || blank > end) return parts;
    Part part;
    std::string_view head = body.substr(0, blank);
    while (!head.empty()) {
      const auto line_end = std::min(head.find("\r\n"), head.size());
      const std::string_view line = head.substr(0, line_end);
      std::string store;
      const std::string_view lower = LowerLine(store, line);
      if (lower.starts_with("content-disposition:")) part.disposition = line.substr(20);
      if (lower.starts_with("content-type:")) part.content_type = keel::text::Trim(lower.substr(13));
      head.remove_prefix(std::min(line_end + 2, head.size()));
    }
    part.body = body.substr(blank + 4, end > blank + 4 ? end - blank - 4 : 0);
    parts.push_back(std::move(part));
    body.remove_prefix(end + next.size());
  }
  return parts;
}

std::string Clean(std::string_view raw) {
  if (!keel::text::IsUtf8(raw)) return {};
  std::string text = keel::text::Nfc(raw);
  std::erase_if(text, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; });
  const auto first = text.find_first_not_of(" \n\t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \n\t") - first + 1);
}

/// Names are our pages' own: one that is no text is nobody's.
bool IsName(std::string_view name) {
  return keel::text::IsUtf8(name) && std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

}  // namespace

void Form::AddField(std::string name, std::string value) {
  if (fields_.size() < kMostFields && IsName(name)) fields_.emplace_back(std::move(name), Clean(value));
}

Form Form::Of(const keel::http::Request& request) {
  Form form;
  const std::string_view type = request.Header("content-type");
  if (type.starts_with("application/x-www-form-urlencoded")) {
    for (auto& [name, value] : keel::http::FormPairs(request.body)) form.AddField(std::move(name), std::move(value));
  } else if (type.starts_with("multipart/form-data")) {
    for (const Part& part : PartsOf(request.body, Parameter(type, "boundary"))) {
      std::string name = Parameter(part.disposition, "name");
      const bool is_file = part.disposition.find("filename") != std::string::npos;
      if (!is_file) {
        form.AddField(std::move(name), std::string(part.body));
      } else if (!part.body.empty()) {
        form.files_.push_back({std::move(name), Clean(Parameter(part.disposition, "filename")), part.content_type,
                               std::string(part.body)});
      }
    }
  }
  return form;
}

std::string Form::Text(std::string_view name, std::size_t max_letters) const {
  const auto found = std::ranges::find(fields_, name, &std::pair<std::string, std::string>::first);
  if (found == fields_.end()) return {};
  std::size_t letters = 0, at = 0;
  const std::string& value = found->second;
  for (; at < value.size(); ++at) {
    const bool starts_letter = (static_cast<unsigned char>(value[at]) & 0xc0) != 0x80;
    if (starts_letter && ++letters > max_letters) break;
  }
  return value.substr(0, at);
}

std::vector<std::string> Form::All(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : fields_) {
    if (field == name) values.push_back(value);
  }
  return values;
}

bool Form::Has(std::string_view name) const {
  return std::ranges::any_of(fields_, [&](const auto& field) { return field.first == name; });
}

}  // namespace storefront::web
