import { createContext, useContext } from 'react';

/** The nonce of this answer's scripts; empty in the browser, which has forgotten it and needs it no more. */
const Nonce = createContext('');

export const NonceProvider = Nonce.Provider;
export const useNonce = (): string => useContext(Nonce);
