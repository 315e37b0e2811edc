/** How records are protected, where a cipher suite leaves a choice, and where a key has been used enough. */
export const recordProtection: Readonly<Record<string, string>> = {
  'both sides have encrypt_then_mac, so the MAC covers the ciphertext and is checked first':
    '双方都支持 encrypt_then_mac，所以 MAC 覆盖密文，并且最先检查',
  'one side lacks encrypt_then_mac, so the MAC is inside the ciphertext and is checked after the padding':
    '有一方不支持 encrypt_then_mac，所以 MAC 在密文之内，检查完填充才检查它',
  'In a CBC suite of TLS 1.2 the MAC covers the ciphertext, so that nothing false is ever decrypted.':
    '在 TLS 1.2 的 CBC 套件中，MAC 覆盖密文，因此绝不会去解密伪造的内容。',
  'The content and padding, encrypted.': '内容和填充，已加密。',
  'Over the IV and the ciphertext: nobody changed them.': '覆盖 IV 和密文：两者都没有被改动。',
  'the server answers encrypt_then_mac with {0}, which has no MAC of its own':
    '服务端选用 {0}，却回应了 encrypt_then_mac，而这个套件没有单独的 MAC',
  'the renegotiation goes back from encrypt-then-MAC to MAC-then-encrypt':
    '重新协商从 encrypt-then-MAC 退回到 MAC-then-encrypt',
  'the peer has protected as much with one key as is safe': '对端用同一个密钥保护的数据已达到安全上限',
  'this connection has protected as much with one key as is safe':
    '本连接用同一个密钥保护的数据已达到安全上限',
};
