#include "shipping-adapters/http/label_pdf.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <zint.h>

#include <memory>
#include <stdexcept>
#include <vector>

#include "shipping-adapters/domain/label_text.hpp"

namespace shipping {
namespace {

constexpr double kPointsPerMm = 72.0 / 25.4;
constexpr double kWidth = 105, kHeight = 148, kMargin = 4;  // Millimetres, as everything below.
constexpr double kInner = kWidth - 2 * kMargin;
constexpr const char* kFamily = "Noto Sans, DejaVu Sans, sans-serif";

/// Dark modules by row.
using Modules = std::vector<std::vector<bool>>;

Modules Encode(int symbology, const std::string& text, int option_1) {
  const std::unique_ptr<zint_symbol, decltype(&ZBarcode_Delete)> symbol(ZBarcode_Create(), ZBarcode_Delete);
  if (!symbol) throw std::runtime_error("no memory for a barcode");
  symbol->symbology = symbology;
  if (option_1 != 0) symbol->option_1 = option_1;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (text.empty() || ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) >= ZINT_ERROR)
    throw std::runtime_error(std::string("barcode: ") + symbol->errtxt);
  Modules modules(static_cast<std::size_t>(symbol->rows), std::vector<bool>(static_cast<std::size_t>(symbol->width)));
  for (int row = 0; row < symbol->rows; ++row)
    for (int column = 0; column < symbol->width; ++column)
      modules[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] =
          (symbol->encoded_data[row][column / 8] >> (column % 8) & 1) != 0;
  return modules;
}

class Sheet {
 public:
  Sheet()
      : surface_(
            cairo_pdf_surface_create_for_stream(&Sheet::Write, &bytes_, kWidth * kPointsPerMm, kHeight * kPointsPerMm),
            cairo_surface_destroy),
        cairo_(cairo_create(surface_.get()), cairo_destroy) {
    cairo_scale(cairo_.get(), kPointsPerMm, kPointsPerMm);
  }

  struct Style {
    double size = 3.2;  ///< Height of the type, millimetres.
    bool bold = false;
    PangoAlignment align = PANGO_ALIGN_LEFT;
    int lines = 1;  ///< More is cut off with "…".
  };

  /// Writes `text` into a column and answers the height it took.
  double Text(double x, double y, double width, const std::string& text, Style style) {
    const std::unique_ptr<PangoLayout, decltype(&g_object_unref)> layout(pango_cairo_create_layout(cairo_.get()),
                                                                         g_object_unref);
    const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> font(
        pango_font_description_new(), pango_font_description_free);
    pango_font_description_set_family(font.get(), kFamily);
    pango_font_description_set_weight(font.get(), style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    // Laid out in points and scaled down again: Pango rounds to whole units of the surface.
    pango_font_description_set_absolute_size(font.get(), style.size * kPointsPerMm * PANGO_SCALE);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_width(layout.get(), static_cast<int>(width * kPointsPerMm * PANGO_SCALE));
    pango_layout_set_height(layout.get(), -style.lines);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(layout.get(), style.align);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    cairo_save(cairo_.get());
    cairo_move_to(cairo_.get(), x, y);
    cairo_scale(cairo_.get(), 1 / kPointsPerMm, 1 / kPointsPerMm);
    pango_cairo_show_layout(cairo_.get(), layout.get());
    cairo_restore(cairo_.get());
    return height / (kPointsPerMm * PANGO_SCALE);
  }

  /// Modules stretched over the given box; neighbours in a row become one bar, so that no hair line parts them.
  void Draw(const Modules& modules, double x, double y, double width, double height) {
    const double dx = width / static_cast<double>(modules.front().size());
    const double dy = height / static_cast<double>(modules.size());
    for (std::size_t row = 0; row < modules.size(); ++row)
      for (std::size_t from = 0; from < modules[row].size(); ++from) {
        if (!modules[row][from]) continue;
        std::size_t to = from;
        while (to < modules[row].size() && modules[row][to]) ++to;
        cairo_rectangle(cairo_.get(), x + static_cast<double>(from) * dx, y + static_cast<double>(row) * dy,
                        static_cast<double>(to - from) * dx, dy);
        from = to;
      }
    cairo_fill(cairo_.get());
  }

  void Rule(double y) {
    cairo_set_line_width(cairo_.get(), 0.25);
    cairo_move_to(cairo_.get(), kMargin, y);
    cairo_line_to(cairo_.get(), kWidth - kMargin, y);
    cairo_stroke(cairo_.get());
  }

  void Title(const std::string& title) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  }

  std::string Finish() {
    cairo_show_page(cairo_.get());
    cairo_surface_finish(surface_.get());
    if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS)
      throw std::runtime_error("the label could not be drawn");
    return std::move(bytes_);
  }

 private:
  static cairo_status_t Write(void* closure, const unsigned char* data, unsigned int size) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), size);
    return CAIRO_STATUS_SUCCESS;
  }

  std::string bytes_;
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo_;
};

double Person(Sheet& sheet, double y, const std::string& title, const Endpoint& end, double size, int address_lines) {
  y += sheet.Text(kMargin, y, kInner, title, {2.6, true});
  y += sheet.Text(kMargin, y, kInner, end.name + "  ·  " + MaskPhone(end.phone), {size, true});
  std::string address = end.line;
  if (address.find(end.commune_name) == std::string::npos) address += ", " + end.commune_name;
  address += ", " + end.province_name;
  y += sheet.Text(kMargin, y, kInner, address, {size, false, PANGO_ALIGN_LEFT, address_lines});
  return y + 1;
}

}  // namespace

std::string LabelPdf(const Label& label) {
  constexpr double kQr = 22;
  Sheet sheet;
  sheet.Title(label.tracking_number);
  double y = kMargin;
  sheet.Text(kMargin, y, kInner * 0.62, label.carrier_name, {5, true});
  sheet.Text(kMargin + kInner * 0.62, y + 0.6, kInner * 0.38, label.service_name, {3.2, false, PANGO_ALIGN_RIGHT, 2});
  y += 8;

  // Quiet zones of ten modules left and right, as Code 128 asks.
  const auto bars = Encode(BARCODE_CODE128, label.tracking_number, 0);
  const auto modules = static_cast<double>(bars.front().size());
  const double module = std::min(0.5, kInner / (modules + 20));
  const double bar_width = modules * module;
  sheet.Draw(bars, (kWidth - bar_width) / 2, y, bar_width, 15);
  y += 15.5;
  y += sheet.Text(kMargin, y, kInner, label.tracking_number, {4.2, true, PANGO_ALIGN_CENTER}) + 0.8;
  sheet.Rule(y);
  y += 1;

  // Sorting code as large as the space allows, QR at its side.
  sheet.Draw(Encode(BARCODE_QRCODE, label.tracking_number, 2), kWidth - kMargin - kQr - 1, y + 1, kQr, kQr);
  const double left = kInner - kQr - 4;
  sheet.Text(kMargin, y, left, label.sort_code.empty() ? label.to.province_name : label.sort_code,
             {label.sort_code.size() <= 14 ? 10.0 : 6.5, true, PANGO_ALIGN_LEFT, 1});
  sheet.Text(kMargin, y + 14, left, "Đơn hàng: " + label.order_code, {3.8, true});
  sheet.Text(kMargin, y + 19.5, left, "In lúc " + LocalTime(label.printed_at), {2.6});
  y += kQr + 2.5;
  sheet.Rule(y);
  y += 0.8;

  y = Person(sheet, y, "NGƯỜI GỬI", label.from, 3.2, 2);
  sheet.Rule(y);
  y += 0.8;
  y = Person(sheet, y, "NGƯỜI NHẬN", label.to, 4.2, 3);
  sheet.Rule(y);
  y += 0.8;

  sheet.Text(kMargin, y, kInner * 0.66, "Thu hộ (COD)", {2.6, true});
  sheet.Text(kMargin + kInner * 0.68, y, kInner * 0.32, "Khối lượng", {2.6, true, PANGO_ALIGN_RIGHT});
  y += 4;
  sheet.Text(kMargin, y, kInner * 0.72, CodLine(label.cod_amount), {label.cod_amount.dong() > 0 ? 7.0 : 5.0, true});
  sheet.Text(kMargin + kInner * 0.72, y + 1, kInner * 0.28, WeightText(label.grams), {4.6, true, PANGO_ALIGN_RIGHT});
  y += 10;
  y += sheet.Text(kMargin, y, kInner, std::string(InspectionText(label.inspection)), {3.4, true}) + 0.5;
  sheet.Text(kMargin, y, kInner, "Nội dung: " + label.contents, {3.0, false, PANGO_ALIGN_LEFT, 2});
  return sheet.Finish();
}

}  // namespace shipping
