// A seller's answer by SMS. First line: the answer; the rest: the code it may name.
#include "orders/domain/reply_word.hpp"

#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto text = input.Line();
  const auto reply = orders::ReadReply(text);
  if (!keel::text::IsUtf8(text))
    fuzz::Demand(reply.word == orders::Word::kUnclear && reply.further.empty(), "what is no text answers nothing");
  fuzz::Demand(reply.further.size() < 12, "a long text answers nothing");
  // However it was typed: capitals, or without a single mark, mean the same.
  const auto folded = orders::ReadReply(keel::text::Fold(text));
  if (keel::text::IsUtf8(text))
    fuzz::Demand(folded.word == reply.word && folded.further == reply.further, "marks and capitals change nothing");
  orders::Names(reply, input.Rest());
  orders::NamesSomeOrder(reply);
  return 0;
}
