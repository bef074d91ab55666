/* Ends the session at the server, then forgets the person's store on this tablet. */
import { deleteDB } from "idb";
import { current, end } from "./session";
import { databaseName } from "./store/database";
import { forget } from "./store/vault";
import { signOutOfServer } from "./sync/api";

/* Return false, with everything as it was, where the server cannot be reached. */
export async function signOut(): Promise<boolean> {
  const { person } = current().store;
  if (!(await signOutOfServer())) return false;
  end();
  await forget(person);
  await deleteDB(databaseName(person));
  return true;
}
