using System.Buffers.Binary;
using System.Text;
using BambuCloud.Client.Lan;
using BambuCloud.Client.Trust;

namespace BambuCloud.Client.Tests;

/// <summary>Pictures of a printer's camera, from its own port and from its stream.</summary>
public sealed class PrinterCameraTests
{
    private const string AccessCode = "s3cr3t99";

    private static readonly byte[] Picture = [0xFF, 0xD8, 1, 2, 3, 0xFF, 0xD9];
    private static readonly BambuDevice P1S = new() { DeviceId = PrinterCertificate.Serial, ModelCode = "C12" };
    private static readonly BambuDevice X1 = new() { DeviceId = PrinterCertificate.Serial, ModelCode = "BL-P001" };

    [Fact]
    public async Task Given_a_camera_port_when_a_picture_is_taken_then_the_printer_is_told_user_and_code_and_its_picture_comes()
    {
        TaskCompletionSource<byte[]> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackListener port = Camera(Frame(Picture), told);

        byte[] picture = await TakeAsync(port, P1S);

        byte[] request = await told.Task;
        Assert.Equal(Picture, picture);
        Assert.Equal([0x40, 0, 0, 0, 0, 0x30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], request[..16]);
        Assert.Equal(("bblp" + new string('\0', 28), AccessCode + new string('\0', 24)),
            (Encoding.ASCII.GetString(request, 16, 32), Encoding.ASCII.GetString(request, 48, 32)));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3, 4 })]
    [InlineData(new byte[0])]
    public async Task Given_a_port_that_sends_no_JPEG_when_a_picture_is_taken_then_it_is_told_as_a_camera_without_one(byte[] sent)
    {
        await using LoopbackListener port = Camera(Frame(sent));

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => TakeAsync(port, P1S));

        Assert.Equal((BambuErrorKind.CameraUnavailable, PrinterCertificate.Serial), (fault.Kind, fault.Subject));
    }

    [Fact]
    public async Task Given_a_size_that_no_picture_has_when_a_picture_is_taken_then_no_memory_is_taken_for_it()
    {
        byte[] frame = Frame(Picture);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, uint.MaxValue);
        await using LoopbackListener port = Camera(frame);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => TakeAsync(port, P1S));

        Assert.Equal(BambuErrorKind.CameraUnavailable, fault.Kind);
    }

    [Fact]
    public async Task Given_a_printer_that_hangs_up_when_a_picture_is_taken_then_the_error_names_the_code_and_does_not_tell_it()
    {
        await using LoopbackListener port = Camera([]);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => TakeAsync(port, P1S));

        Assert.Equal(BambuErrorKind.CameraUnavailable, fault.Kind);
        Assert.Contains("refuses the access code", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(AccessCode, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("C12")]
    [InlineData("BL-P001")]
    public async Task Given_another_certificate_than_the_known_one_when_a_picture_is_taken_then_nothing_is_sent(string model)
    {
        TaskCompletionSource<byte[]> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using LoopbackListener port = Camera(Frame(Picture), told);

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() =>
            TakeAsync(port, P1S with { ModelCode = model }, fingerprint: PrinterCertificate.Make().Fingerprint));

        Assert.Equal(BambuErrorKind.PrinterCertificateChanged, fault.Kind);
        Assert.False(told.Task.IsCompleted);
    }

    [Fact]
    public async Task Given_a_stream_that_is_switched_off_when_a_picture_is_taken_then_nothing_is_tried()
    {
        await using LoopbackListener port = Camera(Frame(Picture));
        BambuPrinterStatus off = new() { Camera = new BambuPrinterCamera { Streaming = false } };

        BambuException fault = await Assert.ThrowsAsync<BambuException>(() => TakeAsync(port, X1, off));

        Assert.Equal((BambuErrorKind.CameraUnavailable, 0), (fault.Kind, port.Accepted));
    }

    private static async Task<byte[]> TakeAsync(
        LoopbackListener port, BambuDevice device, BambuPrinterStatus? status = null, string? fingerprint = null)
    {
        LanPrinterOptions printer = new()
        {
            DeviceId = PrinterCertificate.Serial,
            Host = "127.0.0.1",
            CameraPort = port.Port,
            AccessCode = AccessCode,
            Fingerprint = fingerprint ?? PrinterCertificate.Usual.Fingerprint,
        };
        using PrinterIdentity identity = new(printer.DeviceId, printer.Fingerprint, printer.CACertificatePath);
        return await new PrinterCamera(printer, identity).TakeAsync(device, status, TestContext.Current.CancellationToken);
    }

    private static LoopbackListener Camera(byte[] sent, TaskCompletionSource<byte[]>? told = null) => new(async (stream, _, closing) =>
    {
        byte[] request = new byte[80];
        await stream.ReadExactlyAsync(request, closing);
        told?.TrySetResult(request);
        await stream.WriteAsync(sent, closing);
    }, PrinterCertificate.Usual.Context);

    private static byte[] Frame(byte[] picture)
    {
        byte[] frame = new byte[16 + picture.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, picture.Length);
        frame[8] = 1;
        picture.CopyTo(frame, 16);
        return frame;
    }
}
