/* Ends the session at the server: for good, then the person's store on this tablet is forgotten; or for who comes next. */
import { deleteDB } from "idb";
import { current, end } from "./session";
import { databaseName } from "./store/database";
import { forget } from "./store/vault";
import { me, signOutOfServer } from "./sync/api";

export const SIGN_IN = "/accounts/login/?next=/tablet/";

/* Return false, with everything as it was, where the server cannot be reached. A colleague's session is left alone. */
export async function signOut(): Promise<boolean> {
  const { person } = current().store;
  const who = await me().catch(() => null);
  if (!who) return false;
  if (who.person?.id === person && !(await signOutOfServer())) return false;
  end();
  await forget(person);
  await deleteDB(databaseName(person));
  return true;
}

/* Let somebody else sign in on this tablet; every store stays as it is, locked. Return false without a network. */
export async function changePerson(): Promise<boolean> {
  if (!(await signOutOfServer())) return false;
  location.assign(SIGN_IN);
  return true;
}
