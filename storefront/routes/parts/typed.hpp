#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storefront/routes/parts/workplace.hpp"
#include "storefront/web/number.hpp"
#include "storefront/web/visit.hpp"

/// Reading what people typed for a deed, and giving it back when it cannot be taken. The one way routes read numbers:
///
///   Typed typed(visit);
///   const auto pieces = typed.Pieces("so_luong");
///   if (!typed.sound()) return Again(visit, ShowPage(visit), typed.faults());
namespace storefront {

/// A field that could not be taken, and the sentence that says why: {{FIELD}}, {{TYPED}}, {{LEAST}}, {{MOST}} in it.
struct TypedFault {
  std::string field;
  std::string sentence;  ///< Its key; with `ready` the sentence itself.
  std::string typed = {};
  std::int64_t least = 0, most = 0;
  bool ready = false;
};

struct Within {
  std::int64_t least = 0, most = 1'000'000'000'000;
};

/// Reads fields one by one and remembers those that cannot be taken. A number that is missing, unreadable or out of its
/// range answers 0 and leaves sound() false: nothing may be done then.
class Typed {
 public:
  using Fields = web::Form::Fields;
  explicit Typed(web::Visit& visit) : fields_(visit.form().fields()) {}
  explicit Typed(Fields fields) : fields_(std::move(fields)) {}  ///< Of an address, for example.

  std::int64_t Of(web::Measure measure, std::string_view field, Within within = {});
  std::int64_t Pieces(std::string_view field, Within within = {}) { return Of(web::Measure::kPieces, field, within); }
  std::int64_t Grams(std::string_view field, Within within = {}) { return Of(web::Measure::kGrams, field, within); }
  keel::Money Dong(std::string_view field, Within within = {});
  /// The words of a field, whole: too many of them are a fault, not cut off; so is nothing when it is `needed`.
  std::string Words(std::string_view field, std::size_t most, bool needed = false);
  /// Numbers the page wrote itself, such as versions: when they are wrong the page is an old one.
  std::int64_t Ours(std::string_view field) { return Pieces(field); }

  bool sound() const { return faults_.empty(); }
  const std::vector<TypedFault>& faults() const { return faults_; }
  const Fields& fields() const { return fields_; }

 private:
  std::string Value(std::string_view field) const;
  Fields fields_;
  std::vector<TypedFault> faults_;
};

/// The page `shown` once more, as 422: what was typed stands in its form again, each fault at its field and on top, in
/// the words of the field's label. A `shown` that is no page (a failure of its own) goes as it is.
web::Reply Again(web::Visit& visit, web::Reply shown, const std::vector<TypedFault>& faults);
web::Reply Again(web::Visit& visit, web::Reply shown, const std::vector<TypedFault>& faults,
                 const web::Form::Fields& sent);
/// What a peer refused, as a fault of the field it names; on top of the page when it names none we know.
TypedFault FaultOf(web::Visit& visit, const backends::Failure& failure);

/// As AfterDeed; but refused, what was typed is not lost: the page again that `show` makes.
template <class T, class Show>
web::Reply AfterTyped(web::Visit& visit, const backends::Got<T>& done, const std::string& said, const std::string& path,
                      Show show) {
  if (done || done.failure().down() || done.failure().missing() || done.failure().status == 401)
    return AfterDeed(visit, done, said, path);
  return Again(visit, show(), {FaultOf(visit, done.failure())});
}

}  // namespace storefront
