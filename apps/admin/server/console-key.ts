/** The header by which the API knows the console, and believes whom it asks for. */
export const CONSOLE_KEY = 'x-rollcall-console';
