using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>
/// What a printer shows of itself before anything is sent to it: whether it is the one that is meant can be decided then.
/// </summary>
/// <param name="DeviceId">The serial number that its certificate names.</param>
/// <param name="Fingerprint">SHA-256 of the certificate, hexadecimal with colons, as OpenSSL writes it.</param>
/// <param name="IsVouchedFor">Whether it chains to a root that the user named.</param>
public sealed record PrinterMeeting(string DeviceId, string Fingerprint, bool IsVouchedFor)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Looks at the certificate of whoever answers at an address, and hangs up before TLS stands.</summary>
    /// <param name="host">Host name or IP address.</param>
    /// <param name="port">The port of the printer's broker.</param>
    /// <param name="rootsPath">A PEM file whose certificates may vouch for the printer's.</param>
    /// <param name="time">The clock of limits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.PrinterUnreachable"/>, <see cref="BambuErrorKind.PrinterCertificateRefused"/> where the certificate is no
    /// printer's, or the certificate file is unusable.
    /// </exception>
    public static async Task<PrinterMeeting> MeetAsync(
        string host, int port, string? rootsPath, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        using ServerCertificates roots = new(rootsPath);
        using CancellationTokenSource limit = new(Limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        bool looked = false;
        PrinterMeeting? met = null;
        try
        {
            await socket.ConnectAsync(host, port, either.Token).ConfigureAwait(false);
            using SslStream tls = new(new NetworkStream(socket, ownsSocket: false));
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = ServerCertificates.Protocols,
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = (_, certificate, presented, _) =>
                {
                    looked = true;
                    met = certificate is not null && PrinterIdentity.SubjectOf(certificate) is { } serial
                        && PrinterIdentity.IsSerial(serial)
                        ? new PrinterMeeting(serial, PrinterIdentity.FingerprintOf(certificate), roots.ChainsToRoot(certificate, presented))
                        : null;
                    return false;
                },
            }, either.Token).ConfigureAwait(false);
        }
        catch (Exception broken) when (looked && (broken is AuthenticationException or IOException))
        {
            // As it has to be: what is shown was looked at, and nothing is sent.
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(host, port, $"nothing came within {Limit.TotalSeconds:0} s", slow);
        }
        catch (Exception broken) when (broken is SocketException or AuthenticationException or IOException)
        {
            throw Unreachable(host, port, broken.GetBaseException().Message, broken);
        }
        return met ?? throw new BambuException(BambuErrorKind.PrinterCertificateRefused, string.Create(CultureInfo.InvariantCulture,
            $"What answers at {host}:{port} is no printer: its certificate names no serial number. Nothing was sent to it."))
        {
            Subject = host,
        };
    }

    private static BambuException Unreachable(string host, int port, string why, Exception cause) => new(
        BambuErrorKind.PrinterUnreachable,
        string.Create(CultureInfo.InvariantCulture, $"No printer answers at {host}:{port}: {why}."), cause)
    {
        Subject = host,
    };
}
