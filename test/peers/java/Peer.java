import java.io.*;
import java.net.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import javax.net.ssl.*;

/**
 * One side of TLS by Java's JSSE: speaks one suite, passes data between TLS and its standard input and output, and says on
 * standard error what it sees. Its words are key=value arguments; `list` names the suites that JSSE has.
 */
public class Peer {
  static final Map<String, String> words = new HashMap<>();
  static SSLSocket current;
  static boolean inputEnded;

  public static void main(String[] args) throws Exception {
    for (String arg : args) words.put(arg.replaceAll("=.*", ""), arg.replaceAll("^[^=]*=?", ""));
    // 3DES is there, and disabled.
    Security.setProperty("jdk.tls.disabledAlgorithms", "");
    Security.setProperty("jdk.tls.legacyAlgorithms", "");
    if (words.containsKey("list")) {
      for (String suite : ((SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket()).getSupportedCipherSuites())
        System.out.println(suite);
      return;
    }
    if (words.containsKey("noTickets")) {
      System.setProperty("jdk.tls.client.enableSessionTicketExtension", "false");
      System.setProperty("jdk.tls.server.enableSessionTicketExtension", "false");
    }
    System.setProperty("jdk.tls.namedGroups", words.get("groups"));
    SSLContext context = context();
    if (words.get("mode").equals("server")) serve(context);
    else connect(context);
  }

  static void serve(SSLContext context) throws Exception {
    SSLServerSocket server =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    tell("listening " + server.getLocalPort());
    input();
    for (;;) {
      SSLSocket socket = (SSLSocket) server.accept();
      try {
        SSLParameters parameters = parameters(socket);
        parameters.setNeedClientAuth(words.containsKey("mutual"));
        socket.setSSLParameters(parameters);
        converse(socket);
      } catch (IOException error) {
        tell("failed " + error.getMessage());
      }
    }
  }

  static void connect(SSLContext context) throws Exception {
    try {
      // A session lives as long as its process: the first connection is for the second one, which resumes.
      if (words.containsKey("twice")) {
        SSLSocket first = open(context);
        first.startHandshake();
        first.setSoTimeout(1000);
        try {
          first.getInputStream().read();
        } catch (SocketTimeoutException expected) {
          // The tickets of TLS 1.3 have come.
        }
        first.close();
      }
      SSLSocket socket = open(context);
      input();
      converse(socket);
    } catch (IOException error) {
      tell("failed " + error.getMessage());
    }
    System.exit(0);
  }

  static SSLSocket open(SSLContext context) throws IOException {
    int port = Integer.parseInt(words.get("port"));
    Socket plain = new Socket("127.0.0.1", port);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
    SSLParameters parameters = parameters(socket);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setServerNames(List.of(new SNIHostName("localhost")));
    socket.setSSLParameters(parameters);
    return socket;
  }

  static SSLParameters parameters(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setCipherSuites(new String[] {words.get("suite")});
    parameters.setProtocols(new String[] {words.containsKey("tls13") ? "TLSv1.3" : "TLSv1.2"});
    if (words.containsKey("protocols")) parameters.setApplicationProtocols(words.get("protocols").split(","));
    return parameters;
  }

  /** The response that the server sent beside its own certificate, in hexadecimal. */
  static String stapled(ExtendedSSLSession session) {
    List<byte[]> responses = session.getStatusResponses();
    return responses.isEmpty() ? "" : HexFormat.of().formatHex(responses.get(0));
  }

  static void converse(SSLSocket socket) throws IOException {
    long began = System.currentTimeMillis();
    socket.startHandshake();
    ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
    String protocol = socket.getApplicationProtocol();
    tell("connected suite=" + session.getCipherSuite() + " resumed=" + (session.getCreationTime() < began)
        + " protocol=" + (protocol == null ? "" : protocol) + " name= peer=" + commonName(session) + " ocsp=" + stapled(session) + ".");
    boolean ended;
    synchronized (words) {
      current = socket;
      ended = inputEnded;
      words.notifyAll();
    }
    if (ended) socket.shutdownOutput();
    byte[] buffer = new byte[65536];
    InputStream in = socket.getInputStream();
    for (int length; (length = in.read(buffer)) >= 0; ) {
      System.out.write(buffer, 0, length);
      System.out.flush();
    }
    tell("closed");
    synchronized (words) {
      current = null;
    }
    socket.close();
  }

  /** What comes on standard input goes to the connection that is open. */
  static void input() {
    Thread thread = new Thread(() -> {
      byte[] buffer = new byte[16384];
      try {
        for (int length; (length = System.in.read(buffer)) >= 0; ) waited().getOutputStream().write(buffer, 0, length);
        SSLSocket open;
        synchronized (words) {
          inputEnded = true;
          open = current;
        }
        if (open != null) open.shutdownOutput();
      } catch (Exception error) {
        tell("failed " + error.getMessage());
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  static SSLSocket waited() throws InterruptedException {
    synchronized (words) {
      while (current == null) words.wait();
      return current;
    }
  }

  static String commonName(SSLSession session) {
    try {
      X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName().replaceAll("^.*CN=([^,]*).*$", "$1");
    } catch (SSLPeerUnverifiedException anonymous) {
      return "";
    }
  }

  static SSLContext context() throws Exception {
    char[] none = new char[0];
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, none);
    for (Certificate certificate : certificates(words.get("ca"))) trusted.setCertificateEntry("ca", certificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, none);
    if (words.containsKey("cert")) {
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pem(words.get("key")));
      PrivateKey key = KeyFactory.getInstance(words.get("kind")).generatePrivate(spec);
      own.setKeyEntry("own", key, none, certificates(words.get("cert")).toArray(new Certificate[0]));
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  static Collection<? extends Certificate> certificates(String file) throws Exception {
    try (InputStream in = new FileInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  static byte[] pem(String file) throws IOException {
    String text = Files.readString(Path.of(file), StandardCharsets.US_ASCII);
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]*-----", ""));
  }

  static synchronized void tell(String line) {
    System.err.println(line);
  }
}
