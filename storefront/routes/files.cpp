#include <filesystem>
#include <fstream>
#include <sstream>

#include "storefront/routes/mount.hpp"

/// Built files (the edge serves them itself; here for a storefront without one), robots.txt and the site map.
namespace storefront {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";
constexpr std::string_view kAskAgain = "no-cache";
constexpr int kSitemapPages = 20, kSitemapPage = 100;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string TypeOf(const fs::path& path) {
  const std::string end = path.extension().string();
  if (end == ".css") return "text/css; charset=utf-8";
  if (end == ".js") return "text/javascript; charset=utf-8";
  if (end == ".svg") return "image/svg+xml";
  return "application/octet-stream";
}

std::string Robots(const Settings& settings) {
  std::string text = "User-agent: *\n";
  for (const char* path : {"/don/", "/mua/", "/vao", "/toi", "/ban", "/htx", "/quan-tri", "/ngon-ngu", "/manh/",
                           "/bang-chung/", "/xoa-du-lieu/"}) {
    text += "Disallow: " + std::string(path) + "\n";
  }
  return text + "Sitemap: " + settings.public_url + "/sitemap.xml\n";
}

void AddPlace(std::string& xml, const Visit& visit, const std::string& path) {
  xml += "<url><loc>" + view::EscapeHtml(visit.app.settings.public_url + path) + "</loc></url>\n";
}

/// The newest products and all groups; what is missing while the catalog is away comes with the next one.
Reply ShowSitemap(Visit& visit) {
  visit.Tag("list");
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
  for (const char* path : {"/", "/tim", "/tro-giup", "/rieng-tu"}) AddPlace(xml, visit, path);
  const auto groups = visit.app.catalog.Categories(visit.caller());
  if (!groups) return visit.Fail(groups.failure());
  for (const auto& group : *groups) {
    AddPlace(xml, visit, "/danh-muc/" + group.slug);
    for (const auto& set : group.sets) AddPlace(xml, visit, "/danh-muc/" + set.slug);
  }
  backends::ProductQuery query{.sort = "new", .limit = kSitemapPage};
  for (int page = 0; page < kSitemapPages; ++page) {
    const auto found = visit.app.catalog.Products(visit.caller(), query);
    if (!found) break;
    for (const auto& card : found->items) AddPlace(xml, visit, "/sp/" + card.slug);
    if (found->next.empty()) break;
    query.cursor = found->next;
  }
  Reply reply;
  reply.content_type = "application/xml; charset=utf-8";
  reply.body = xml + "</urlset>\n";
  return reply;
}

}  // namespace

void MountFiles(Mount& mount) {
  const Settings& settings = mount.app().settings;
  const fs::path folder(settings.static_dir);
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool is_hashed = entry.path().extension() == ".css" || entry.path().extension() == ".svg" ||
                           (entry.path().extension() == ".js" && name != "sw.js");
    if (is_hashed)
      mount.File("/tai-nguyen/" + name, TypeOf(entry.path()), ReadFile(entry.path()), std::string(kForEver));
  }
  mount.File("/sw.js", "text/javascript; charset=utf-8", ReadFile(folder / "sw.js"), std::string(kAskAgain));
  mount.File("/manifest.webmanifest", "application/manifest+json", ReadFile(folder / "manifest.webmanifest"),
             std::string(kAskAgain));
  const std::string mark = mount.app().assets.Address("mark.svg");
  mount.File("/favicon.ico", "image/svg+xml", ReadFile(folder / fs::path(mark).filename()), "public, max-age=86400");
  mount.File("/robots.txt", "text/plain; charset=utf-8", Robots(settings), "public, max-age=3600");
  mount.Everyone("/sitemap.xml", {.life = std::chrono::minutes(10)}, ShowSitemap);
}

}  // namespace storefront
