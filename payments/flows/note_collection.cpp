#include "payments/flows/note_collection.hpp"

namespace payments {

void NoteCollection(keel::sql::Transaction& transaction, const Collection& collection) {
  OrderMoneyStore(transaction.session()).RememberCollection(collection);
}

}  // namespace payments
