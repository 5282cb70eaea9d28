export const firstMessage = 'This is my first message!';
export const secondMessage = 'This is my second message!';
