using System.Globalization;

namespace BambuCloud.Client.Tests;

/// <summary>How vsftpd stands for a printer's file server: implicit TLS, and data connections that have to resume the session.</summary>
internal static class VsftpdConfiguration
{
    /// <summary>Its file. It knows no user of its own but <c>anonymous</c>, and runs as whoever starts it.</summary>
    /// <param name="folder">Where <c>certificate.pem</c>, <c>key.pem</c> and <c>codes</c> are, which let somebody in.</param>
    /// <param name="storage">Where files are kept.</param>
    /// <param name="port">The port on loopback.</param>
    public static string Text(string folder, string storage, int port) => string.Create(CultureInfo.InvariantCulture, $"""
        listen=YES
        listen_address=127.0.0.1
        listen_port={port}
        background=NO
        run_as_launching_user=YES
        seccomp_sandbox=NO
        anonymous_enable=YES
        secure_email_list_enable=YES
        email_password_file={Path.Combine(folder, "codes")}
        anon_root={storage}
        anon_upload_enable=YES
        anon_other_write_enable=YES
        anon_world_readable_only=NO
        write_enable=YES
        allow_writeable_chroot=YES
        pasv_address=0.0.0.0
        ssl_enable=YES
        implicit_ssl=YES
        require_ssl_reuse=YES
        allow_anon_ssl=YES
        force_anon_logins_ssl=YES
        force_anon_data_ssl=YES
        ssl_ciphers=HIGH
        rsa_cert_file={Path.Combine(folder, "certificate.pem")}
        rsa_private_key_file={Path.Combine(folder, "key.pem")}

        """);
}
