/** Where the tab's session storage has the token, when the person chose that. */
export const KEPT_AS = 'strongroom.token';
