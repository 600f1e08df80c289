/// <reference types="vite/client" />

/** Which build of the web this is; sent with every write. */
declare const __BUILD__: string
