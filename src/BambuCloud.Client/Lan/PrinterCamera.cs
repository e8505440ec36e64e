using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using BambuCloud.Client.Reports;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Lan;

/// <summary>
/// A printer's camera: A1 and P1 printers send JPEG pictures over a port of their own, the others a stream (lan.md, <i>Camera</i>).
/// </summary>
public sealed class PrinterCamera
{
    private const int DefaultPort = 6000;
    private const int RequestSize = 80;
    private const int HeaderSize = 16;
    private const int FieldSize = 32;
    private const int LargestPicture = 16 * 1024 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly LanPrinterOptions _printer;
    private readonly PrinterIdentity _identity;

    internal PrinterCamera(LanPrinterOptions printer, PrinterIdentity identity)
    {
        _printer = printer;
        _identity = identity;
    }

    /// <summary>Whether a printer's camera is a stream, which somebody may have switched off.</summary>
    public static bool IsStream(BambuDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return PrinterFamilies.Of(device.ModelCode, device.DeviceId) is not (PrinterFamily.A1 or PrinterFamily.P1);
    }

    /// <summary>Takes the next picture, which is up to a second away.</summary>
    /// <param name="device">The printer.</param>
    /// <param name="status">The printer as it reports itself; null where it did not, or where its camera is no stream.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A JPEG.</returns>
    /// <exception cref="BambuException">
    /// <see cref="BambuErrorKind.CameraUnavailable"/> where the printer sends no picture, and what can befall any connection to a printer.
    /// </exception>
    public Task<byte[]> TakeAsync(BambuDevice device, BambuPrinterStatus? status, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (_printer.AccessCode.Length > FieldSize)
        {
            throw new BambuException(BambuErrorKind.AccessCodeRefused,
                $"The access code of printer '{device.DeviceId}' is longer than any that there is.")
            { Subject = device.DeviceId };
        }
        return !IsStream(device) ? TakeAsync(cancellationToken)
            : status?.Camera.Streaming == false ? throw Fault("does not stream its picture: that is switched off")
            : new PrinterStream(_printer, _identity).TakeAsync(cancellationToken);
    }

    private async Task<byte[]> TakeAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(Limit, _printer.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        LanStream stream = await LanStream.OpenAsync(_printer, _identity, _printer.CameraPort ?? DefaultPort, either.Token)
            .ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await stream.Tls.WriteAsync(Request(), either.Token).ConfigureAwait(false);
                byte[] header = new byte[HeaderSize];
                await stream.Tls.ReadExactlyAsync(header, either.Token).ConfigureAwait(false);
                uint size = BinaryPrimitives.ReadUInt32LittleEndian(header);
                if (size is 0 or > LargestPicture)
                {
                    throw Fault($"sends something else than a picture: {size} bytes of it");
                }
                byte[] picture = new byte[size];
                await stream.Tls.ReadExactlyAsync(picture, either.Token).ConfigureAwait(false);
                return picture is [0xFF, 0xD8, .., 0xFF, 0xD9] ? picture : throw Fault("sends something else than a JPEG picture");
            }
            catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
            {
                throw Fault(string.Create(CultureInfo.InvariantCulture, $"sent no picture within {Limit.TotalSeconds:0} s"), slow);
            }
            catch (IOException closed)
            {
                throw Fault("closed the connection of its camera without a picture: it refuses the access code, or its camera is off",
                    closed);
            }
        }
    }

    // Four numbers, user and access code, each filled up with zeros.
    private byte[] Request()
    {
        byte[] request = new byte[RequestSize];
        BinaryPrimitives.WriteUInt32LittleEndian(request, 0x40);
        BinaryPrimitives.WriteUInt32LittleEndian(request.AsSpan(4), 0x3000);
        Encoding.ASCII.GetBytes(_printer.UserName, request.AsSpan(HeaderSize, FieldSize));
        Encoding.ASCII.GetBytes(_printer.AccessCode, request.AsSpan(HeaderSize + FieldSize, FieldSize));
        return request;
    }

    /// <summary>Why there is no picture: goes on where "The printer …" begins.</summary>
    internal static BambuException Fault(LanPrinterOptions printer, string what, Exception? cause = null) =>
        new(BambuErrorKind.CameraUnavailable, $"The printer '{printer.DeviceId}' {what}.", cause) { Subject = printer.DeviceId };

    private BambuException Fault(string what, Exception? cause = null) => Fault(_printer, what, cause);
}
