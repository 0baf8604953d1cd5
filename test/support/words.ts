/** The words of a text, for tables of many short ones. */
export const words = (text: string): readonly string[] => text.split(' ');
