import { createContext, useContext } from "react";

/** The nonce of this response, which the content security policy asks of every script. Empty in the browser, where it is spent. */
export const NonceContext = createContext("");
export const useNonce = () => useContext(NonceContext);
