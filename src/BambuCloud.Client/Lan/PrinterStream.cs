using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BambuCloud.Client.Diagnostics;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>
/// One picture of the stream of X1, P2S, X2D and H2 printers (lan.md, <i>Camera</i>), which ffmpeg decodes. It verifies no certificate of a
/// printer, and what stands on its command line everybody here can read → TLS is this module's own, and ffmpeg reads from loopback, with
/// the address and its code on its standard input.
/// </summary>
internal sealed class PrinterStream(LanPrinterOptions printer, PrinterIdentity identity)
{
    private const int DefaultPort = 322;
    private const string Program = "ffmpeg";
    private const string Location = "streaming/live/1";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly string[] Arguments =
    [
        "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "pipe,file,tcp,rtp,udp,rtsp", "-f", "concat", "-safe", "0", "-i",
        "pipe:0", "-frames:v", "1", "-c:v", "mjpeg", "-f", "image2pipe", "pipe:1",
    ];

    /// <summary>Takes a picture.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A JPEG.</returns>
    /// <exception cref="BambuException"><see cref="BambuErrorKind.CameraUnavailable"/>, and as of any connection to a printer.</exception>
    public async Task<byte[]> TakeAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, printer.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        LanStream stream = await LanStream.OpenAsync(printer, identity, printer.CameraPort ?? DefaultPort, either.Token)
            .ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using TcpListener local = new(IPAddress.Loopback, 0);
            local.Start(1);
            Task passing = PassAsync(local, stream, either.Token);
            try
            {
                return await DecodeAsync(((IPEndPoint)local.LocalEndpoint).Port, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
            {
                throw Fault(string.Create(CultureInfo.InvariantCulture, $"sent no picture within {Limit.TotalSeconds:0} s"), slow);
            }
            finally
            {
                await either.CancelAsync().ConfigureAwait(false);
                await passing.ConfigureAwait(false);
            }
        }
    }

    // Only the first one who connects gets through.
    private static async Task PassAsync(TcpListener local, LanStream stream, CancellationToken cancellationToken)
    {
        try
        {
            using TcpClient client = await local.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
            NetworkStream near = client.GetStream();
            await Task.WhenAny(near.CopyToAsync(stream.Tls, cancellationToken), stream.Tls.CopyToAsync(near, cancellationToken))
                .ConfigureAwait(false);
        }
        catch (Exception over) when (over is OperationCanceledException or IOException or SocketException)
        {
            CloudTrace.Write($"The stream of a camera ended: {over.Message}");
        }
    }

    private async Task<byte[]> DecodeAsync(int port, CancellationToken cancellationToken)
    {
        using Process decoder = Start();
        try
        {
            string list = string.Create(CultureInfo.InvariantCulture, $"""
                ffconcat version 1.0
                file 'rtsp://{printer.UserName}:{Uri.EscapeDataString(printer.AccessCode)}@127.0.0.1:{port}/{Location}'
                option rtsp_transport tcp

                """);
            await decoder.StandardInput.WriteAsync(list.AsMemory(), cancellationToken).ConfigureAwait(false);
            decoder.StandardInput.Close();
            Task<string> said = decoder.StandardError.ReadToEndAsync(cancellationToken);
            using MemoryStream picture = new();
            await decoder.StandardOutput.BaseStream.CopyToAsync(picture, cancellationToken).ConfigureAwait(false);
            await decoder.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            string why = PlainText.Of(new Redaction(printer.AccessCode).Of(await said.ConfigureAwait(false)));
            return picture.Length > 0 ? picture.ToArray() : throw Fault($"sent no picture that {Program} could read ({why.Trim()})");
        }
        catch (IOException gone)
        {
            throw Fault($"sent no picture: {Program} ended ({gone.Message})", gone);
        }
        finally
        {
            if (!decoder.HasExited)
            {
                decoder.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start()
    {
        ProcessStartInfo start = new(Program, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw Fault($"sends its picture as a stream, which {Program} has to read, and that is not found here", missing);
        }
    }

    private BambuException Fault(string what, Exception? cause = null) => PrinterCamera.Fault(printer, what, cause);
}
