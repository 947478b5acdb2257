/**
 * CodeMirror's YAML, of which a letter reads the lines around it. Its parser packs what is shorter than a thousand letters into buffers,
 * of which nothing can be taken over: rules and items of lists are shorter, and each letter read hundreds of them again. So short
 * a buffer holds no more than some lines.
 */
import { yamlLanguage } from '@codemirror/lang-yaml';
import { LanguageSupport } from '@codemirror/language';

const bufferLength = 64;

export function yaml(): LanguageSupport {
  return new LanguageSupport(yamlLanguage.configure({ bufferLength }));
}
